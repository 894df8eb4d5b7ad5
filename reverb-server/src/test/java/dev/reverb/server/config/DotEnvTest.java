package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            A=plain            → plain
            A=                 → ``
            A= spaced          → spaced
            A =spaced          → spaced
            export A=exported  → exported
            "A"=name           → name
            A=a"b'c            → a"b'c
            A=a\\nb            → a\\nb
            A=k=v              → k=v
            A=v # comment      → v
            A=v#comment        → v
            A=#comment         → ``
            A='single $X \\n'  → single $X \\n
            A='it # stays'     → it # stays
            A="double # stays" → double # stays
            A="a"# comment     → a
            A="a"   # comment  → a
            A="say \\"hi\\""   → say "hi"
            A="back\\\\slash"  → back\\slash
            A="\\$HOME"        → $HOME
            A=""               → ``
            A=null             → null
            A.b=dot            → dot
            Ä1=letters         → letters
            """)
    void readsAValue(String line, String expected) throws ConfigurationException {
        assertThat(parse(line).values()).containsExactly(expected);
    }

    @Test
    void knowsTheEscapesOfDoubleQuotes() throws ConfigurationException {
        assertThat(parse("A=\"1\\n2\\r3\\t4\\f5\\v6\"")).containsEntry("A", "1\n2\r3\t4\f5\u000B6");
    }

    @Test
    void readsSeveralLinesInDoubleQuotes() throws ConfigurationException {
        assertThat(parse("A=\"one\r\n# no comment\rthree\"\nB=next"))
                .containsEntry("A", "one\n# no comment\nthree")
                .containsEntry("B", "next");
    }

    @Test
    void skipsCommentsAndEmptyLines() throws ConfigurationException {
        assertThat(parse("# one\n\n   \t\n  # two\r\nA=1\n")).containsOnlyKeys("A");
    }

    @Test
    void aNameAloneHasNoValue() throws ConfigurationException {
        assertThat(parse("A\nB=1")).containsEntry("A", null).containsEntry("B", "1");
    }

    @Test
    void ofTwoTheLastCounts() throws ConfigurationException {
        assertThat(parse("A=1\nA=2")).containsEntry("A", "2");
    }

    @Test
    void resolvesReferencesToWhatStandsBefore() throws ConfigurationException {
        assertThat(parse("A=1\nB=${A}2\nC=\"${B}-${A}\"\nD='${A}'\nE=\"\\${A}\"\nF=${LATER}\nLATER=x\nG=$A"))
                .containsEntry("B", "12")
                .containsEntry("C", "12-1")
                .containsEntry("D", "${A}")
                .containsEntry("E", "${A}")
                .containsEntry("F", "${LATER}")
                .containsEntry("G", "$A");
    }

    @Test
    void aReferenceFindsTheProcessFirst() throws ConfigurationException {
        Map<String, String> process = Map.of("HOST", "outside");
        assertThat(DotEnv.parse("HOST=inside\nURL=ws://${HOST}", ".env", process::get)
                        .get("URL")
                        .value())
                .isEqualTo("ws://outside");
    }

    @Test
    void remembersWhereAVariableBegins() throws ConfigurationException {
        Map<String, DotEnv.Variable> variables = DotEnv.parse("A=\"1\n2\"\n\nB=3", ".env", name -> null);
        assertThat(variables.get("A").line()).isEqualTo(1);
        assertThat(variables.get("B").line()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            A=two words       → white space in a value without quotes
            A="open           → the closing quote is missing
            A="open\\         → the closing quote is missing
            A='open           → the closing quote is missing
            A="x" y           → there is more after the closing quote
            A='x'y            → there is more after the closing quote
            A="\\x"           → an unknown escape sequence; a backslash is written \\\\
            =value            → not a variable: expected NAME=value, with letters, digits, _ and . in the name
            A-B=value         → not a variable: expected NAME=value, with letters, digits, _ and . in the name
            some words        → not a variable: expected NAME=value, with letters, digits, _ and . in the name
            """)
    void refusesABadLineByItsNumber(String line, String problem) {
        assertThatThrownBy(() -> parse("OK=1\n\n" + line))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(".env:3: " + problem);
    }

    @Test
    void neverShowsAValue() {
        assertThatThrownBy(() -> parse("SECRET=\"s3cr3t\\q\"")).message().doesNotContain("s3cr3t");
        assertThatThrownBy(() -> parse("SECRET='s3cr3t")).message().doesNotContain("s3cr3t");
        assertThat(new DotEnv.Variable("s3cr3t", 1).toString()).doesNotContain("s3cr3t");
        assertThat(new Node.Scalar("s3cr3t", 1).toString()).doesNotContain("s3cr3t");
    }

    @Test
    void readsUtf8WithAByteOrderMark(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve(".env"), "\uFEFFA=ä€😀");
        assertThat(DotEnv.read(file, name -> null).get("A").value()).isEqualTo("ä€😀");
    }

    @Test
    void refusesWhatIsNotUtf8(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve(".env"), "A=ä".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DotEnv.read(file, name -> null)).hasMessage(file + ": not UTF-8");
    }

    @Test
    void hasALimit(@TempDir Path directory) throws Exception {
        Path largest = Files.writeString(directory.resolve("a"), "A=" + "x".repeat(DotEnv.LARGEST - 2));
        assertThat(DotEnv.read(largest, name -> null)).containsKey("A");
        Path larger = Files.writeString(directory.resolve("b"), "A=" + "x".repeat(DotEnv.LARGEST - 1));
        assertThatThrownBy(() -> DotEnv.read(larger, name -> null)).hasMessageEndingWith("larger than 1048576 bytes");
    }

    private static Map<String, String> parse(String text) throws ConfigurationException {
        Map<String, String> values = new TreeMap<>();
        DotEnv.parse(text, ".env", name -> null).forEach((name, variable) -> values.put(name, variable.value()));
        return values;
    }
}

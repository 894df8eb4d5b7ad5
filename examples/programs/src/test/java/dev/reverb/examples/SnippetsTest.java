package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The code in the pages for users is code that is compiled and tested: a block behind {@code <!-- snippet: FILE#REGION -->}
 * is the part of that file between two lines {@code // [REGION]}, moved to the left; without a region it is the whole file.
 * {@code -Dreverb.snippets.update=true} copies it there.
 */
class SnippetsTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern SNIPPET =
            Pattern.compile("(<!-- snippet: ([^#\\s]+)(?:#(\\S+))? -->\\n```\\w*\\n)(.*?)(?=```\\n)", Pattern.DOTALL);

    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pagesShowCodeThatIsTested(Path page) throws IOException {
        String shown = Files.readString(page);
        String tested =
                SNIPPET.matcher(shown).replaceAll(block -> Matcher.quoteReplacement(block.group(1) + source(block)));
        if (Boolean.getBoolean("reverb.snippets.update")) {
            Files.writeString(page, tested);
        } else {
            assertThat(shown).isEqualTo(tested);
        }
        assertThat(tested.split("<!-- snippet:", -1))
                .as("every marker has a block behind it")
                .hasSize((int) SNIPPET.matcher(tested).results().count() + 1);
    }

    private static String source(MatchResult block) {
        String file = read(ROOT.resolve(block.group(2)));
        return block.group(3) == null ? file : region(file, block.group(3));
    }

    private static String region(String file, String name) {
        String line = "// \\[" + name + "]";
        Matcher region =
                Pattern.compile(line + "\\n(.*?)\\n *" + line, Pattern.DOTALL).matcher(file);
        assertThat(region.find()).as("the region %s", name).isTrue();
        return region.group(1).stripIndent().strip() + "\n";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}

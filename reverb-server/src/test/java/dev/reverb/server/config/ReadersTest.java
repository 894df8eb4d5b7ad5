package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JSON and YAML become the same tree. */
class ReadersTest {

    private static final String JSON = """
            {
              "text": "a",
              "number": 10,
              "flag": true,
              "nothing": null,
              "list": [1, "two"],
              "inner": {
                "key": "0123"
              },
              "empty": []
            }
            """;

    private static final String YAML = """
            text: a
            number: 10
            flag: true
            nothing: ~
            list: [1, two]
            inner:
              key: 0123
            empty: []
            """;

    @Test
    void jsonAndYamlAreReadAlike() throws ConfigurationException {
        assertThat(describe(JsonReader.read(JSON, "f")))
                .isEqualTo(describe(YamlReader.read(YAML, "f")))
                .isEqualTo("{text=a, number=10, flag=true, nothing=null, list=[1, two], inner={key=0123}, empty=[]}");
    }

    @Test
    void bothKnowTheLines() throws ConfigurationException {
        Node.Mapping json = (Node.Mapping) JsonReader.read(JSON, "f");
        assertThat(json.find("flag").orElseThrow().line()).isEqualTo(4);
        assertThat(((Node.Mapping) json.find("inner").orElseThrow().value())
                        .find("key")
                        .orElseThrow()
                        .line())
                .isEqualTo(8);
        Node.Mapping yaml = (Node.Mapping) YamlReader.read(YAML, "f");
        assertThat(yaml.find("flag").orElseThrow().line()).isEqualTo(3);
        assertThat(((Node.Mapping) yaml.find("inner").orElseThrow().value())
                        .find("key")
                        .orElseThrow()
                        .line())
                .isEqualTo(7);
    }

    @Test
    void malformedJsonIsToldByItsLine() {
        refusesJson("{\n\"a\": }", "f:2: not valid JSON: Unexpected character");
        refusesJson("{\n\"a\": 1,\n\"a\": 2}", "f:3: not valid JSON: Duplicate");
        refusesJson("{} {}", "f:1: there is more after the end");
        refusesJson("{\"a\": ", "f:1: not valid JSON: Unexpected end-of-input");
        refusesJson("[".repeat(5_000), "f: not valid JSON");
    }

    @Test
    void aPieceOfMalformedJsonIsNotShown() {
        assertThatThrownBy(() -> JsonReader.read("{\"secret\": s3cr3t}", "f"))
                .message()
                .isEqualTo("f:1: not valid JSON")
                .doesNotContain("s3cr3t");
    }

    @Test
    void malformedYamlIsToldByItsLine() {
        refusesYaml("a: 1\nb: [1\nc: 2", "f:3: not valid YAML: ");
        refusesYaml("a: 1\na: 2", "f:2: \"a\" is there twice");
        refusesYaml("a: 1\n---\nb: 2", "f:2: not valid YAML: ");
        refusesYaml("? [a]\n: 1", "f: not valid YAML");
        refusesYaml("a: *nobody", "f:1: not valid YAML: ");
        refusesYaml("a: \u0000", "f: not valid YAML");
    }

    @Test
    void aPieceOfMalformedYamlIsNotShown() {
        assertThatThrownBy(() -> YamlReader.read("secret: s3cr3t: x", "f"))
                .message()
                .doesNotContain("s3cr3t");
        assertThatThrownBy(() -> YamlReader.read("secret: \"s3cr3t\\q\"", "f"))
                .message()
                .doesNotContain("s3cr3t");
    }

    @Test
    void yamlMergesAndAliasesWork() throws ConfigurationException {
        Node node = YamlReader.read("base: &base {a: 1, b: 2}\nown: {<<: *base, b: 3}\nsame: *base", "f");
        assertThat(describe(((Node.Mapping) node).find("own").orElseThrow().value()))
                .contains("a=1")
                .contains("b=3")
                .doesNotContain("b=2");
        assertThat(describe(((Node.Mapping) node).find("same").orElseThrow().value()))
                .isEqualTo("{a=1, b=2}");
    }

    @Test
    @Timeout(20)
    void aliasesOfAliasesAreLimited() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int level = 1; level < 30; level++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(level, level, level - 1, level - 1));
        }
        refusesYaml(bomb.toString(), "f: too large");
        refusesYaml("a: &a [*a]", "f: too large");
        refusesYaml("[".repeat(60) + "]".repeat(60), "f: too large");
        refusesYaml("[".repeat(100_000), "f");
    }

    @Test
    void tagsMakeNoObjects() throws ConfigurationException {
        assertThat(describe(YamlReader.read("a: !!java.net.URL [http://x]", "f")))
                .isEqualTo("{a=[http://x]}");
        assertThat(describe(YamlReader.read("a: !ENV ${HOME}", "f"))).isEqualTo("{a=${HOME}}");
    }

    @Test
    void emptyTextIsNothing() throws ConfigurationException {
        assertThat(YamlReader.read("", "f").isBlank()).isTrue();
        assertThat(YamlReader.read("# comment", "f").isBlank()).isTrue();
        assertThat(JsonReader.read("", "f").isBlank()).isTrue();
        assertThat(JsonReader.read("null", "f").isBlank()).isTrue();
    }

    private static void refusesJson(String text, String message) {
        assertThatThrownBy(() -> JsonReader.read(text, "f"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static void refusesYaml(String text, String message) {
        assertThatThrownBy(() -> YamlReader.read(text, "f"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    private static String describe(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return "{"
                    + String.join(
                            ", ",
                            mapping.entries().stream()
                                    .map(entry -> entry.key() + "=" + describe(entry.value()))
                                    .toList())
                    + "}";
        }
        if (node instanceof Node.Sequence sequence) {
            return "["
                    + String.join(
                            ", ",
                            sequence.items().stream().map(ReadersTest::describe).toList()) + "]";
        }
        return ((Node.Scalar) node).value();
    }
}

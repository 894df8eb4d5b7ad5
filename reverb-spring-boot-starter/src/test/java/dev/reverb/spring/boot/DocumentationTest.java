package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page for users and what editors are told name the same properties, with the same defaults. */
class DocumentationTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(reverb\\.\\S+)` \\| ([^|]*)\\|");

    private static Map<String, String> documented() throws IOException {
        String page = Files.readString(Path.of("../docs/spring-boot.md"));
        String section = page.substring(page.indexOf("## Properties"), page.indexOf("## Several applications"));
        Map<String, String> defaults = new TreeMap<>();
        ROW.matcher(section)
                .results()
                .forEach(row -> defaults.put(row.group(1), row.group(2).strip()));
        return defaults;
    }

    private static Map<String, String> known() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        try (InputStream json =
                ReverbProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : new JsonMapper().readTree(json).get("properties")) {
                JsonNode value = property.path("defaultValue");
                defaults.put(property.get("name").asString(), (value.isArray() ? value.get(0) : value).asString(""));
            }
        }
        defaults.keySet().removeIf(name -> !name.startsWith("reverb."));
        return defaults;
    }

    @Test
    void everyPropertyIsDocumentedWithItsDefault() throws IOException {
        Map<String, String> known = known();
        known.remove("reverb.apps");
        known.put("reverb.max-outbound-total", "a quarter of the heap");

        assertThat(documented()).hasSizeGreaterThan(30).isEqualTo(known);
    }
}

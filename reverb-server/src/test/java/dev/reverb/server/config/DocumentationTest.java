package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.WebhookEventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/configuration.md} says about every setting what the code does. */
class DocumentationTest {

    private static final Map<String, Catalogue> CATALOGUES = Map.of(
            "Applications",
            ApplicationSettings.ALL,
            "Applications of a database",
            AppsSettings.ALL,
            "Server",
            ServerSettings.ALL,
            "Scaling",
            ScalingSettings.ALL);

    private final String page = read();

    @ParameterizedTest
    @ValueSource(strings = {"Applications", "Applications of a database", "Server", "Scaling"})
    void theTableHasEverySettingAndNoOther(String section) {
        Map<String, String[]> rows = rows(section);
        List<Setting<?>> settings = CATALOGUES.get(section).settings().stream()
                .filter(setting -> setting.variable().isPresent())
                .toList();
        assertThat(rows.keySet())
                .containsExactlyElementsOf(settings.stream().map(Setting::name).toList());
        for (Setting<?> setting : settings) {
            String[] row = rows.get(setting.name());
            assertThat(row[1])
                    .as(setting.name())
                    .isEqualTo("`" + setting.variable().orElseThrow() + "`");
            setting.defaultValue()
                    .ifPresent(value -> assertThat(row[2].replace("`", ""))
                            .as(setting.name())
                            .isEqualTo(shown(setting, value)));
            assertThat(row[3]).as(setting.name()).isNotBlank();
        }
    }

    @Test
    void theTableHasEveryKeyOfAWebhookAndNoOther() {
        assertThat(rows("Webhooks").keySet())
                .containsExactlyElementsOf(
                        WebhookReader.ALL.settings().stream().map(Setting::name).toList());
        for (WebhookEventType type : WebhookEventType.values()) {
            assertThat(page).contains("`" + type.wireName() + "`");
        }
    }

    @Test
    void whatDoesNothingIsNamed() {
        CATALOGUES.values().stream()
                .flatMap(catalogue -> catalogue.settings().stream())
                .filter(setting -> setting.variable().isEmpty())
                .map(setting -> setting.name().replaceFirst("^tls\\.", ""))
                .forEach(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static String shown(Setting<?> setting, Object value) {
        if (value instanceof Duration duration) {
            return String.valueOf(setting.name().endsWith("_ms") ? duration.toMillis() : duration.toSeconds());
        }
        if (value.equals(Application.UNLIMITED) || value.equals("") || value.equals(List.of())) {
            return "none";
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return value.toString().toLowerCase(Locale.ROOT);
    }

    /** The rows of a section's table, by the setting in their first cell. */
    private Map<String, String[]> rows(String section) {
        String text = page.substring(page.indexOf("\n## " + section + "\n") + 1);
        int end = text.indexOf("\n## ");
        Map<String, String[]> rows = new LinkedHashMap<>();
        (end < 0 ? text : text.substring(0, end))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toArray(String[]::new))
                .forEach(row ->
                        assertThat(rows.put(row[0].replace("`", ""), row)).isNull());
        return rows;
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "configuration.md"));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }
}

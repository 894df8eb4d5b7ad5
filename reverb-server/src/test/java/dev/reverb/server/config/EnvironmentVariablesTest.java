package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentVariablesTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            null,       -
            (null),     -
            NULL,       -
            empty,      ''
            (Empty),    ''
            true,       true
            (TRUE),     true
            false,      false
            (false),    false
            "quoted",   quoted
            'single',   single
            "half,      "half
            ",          "
            plain,      plain
            """, quoteCharacter = '`')
    void meansWhatLaravelMakesOfIt(String text, String meaning) {
        assertThat(EnvironmentVariables.meaning(text)).isEqualTo("''".equals(meaning) ? "" : meaning);
    }

    @Test
    void theProcessWinsOverTheFile() throws Exception {
        EnvironmentVariables variables = read("REVERB_HOST=file\nREVERB_DEBUG=true", Map.of("REVERB_HOST", "process"));
        assertThat(variables.text("REVERB_HOST")).contains("process");
        assertThat(variables.textInFile("REVERB_HOST")).contains("file");
        assertThat(variables.text("REVERB_DEBUG")).contains("true");
    }

    @Test
    void aNullOfTheProcessHidesTheFile() throws Exception {
        assertThat(read("REVERB_HOST=file", Map.of("REVERB_HOST", "null")).text("REVERB_HOST"))
                .isEmpty();
        assertThat(read("REVERB_HOST=file", Map.of("REVERB_HOST", "")).text("REVERB_HOST"))
                .isEmpty();
    }

    @Test
    void worksWithoutAFileAndWithADirectoryOfThatName() throws Exception {
        assertThat(EnvironmentVariables.read(Map.of("A", "1"), directory.resolve("none"))
                        .text("A"))
                .contains("1");
        assertThat(EnvironmentVariables.read(Map.of("A", "1"), directory).text("A"))
                .contains("1");
    }

    @Test
    void warnsOfUnknownNamesOnly() throws Exception {
        EnvironmentVariables variables = read(
                "REVERB_APP_MAX_CONECTIONS=5\nVITE_REVERB_APP_KEY=x\nBROADCAST_CONNECTION=reverb\nREVERB_PORT=443\n"
                        + "REVERB_SCHEME=https\nREVERB_SERVER=reverb\nREVERB_PULSE_INGEST_INTERVAL=15",
                Map.of("REVERB_NONSENSE", "1", "PATH", "/bin"));
        assertThat(variables.warnings())
                .containsExactly(
                        directory.resolve(".env")
                                + ":1: REVERB_APP_MAX_CONECTIONS: unknown setting; did you mean REVERB_APP_MAX_CONNECTIONS?",
                        "REVERB_NONSENSE: unknown setting");
    }

    @Test
    void leavesTheVariablesOfKubernetesAlone() throws Exception {
        EnvironmentVariables variables = read(
                "",
                Map.of(
                        "REVERB_SERVER_PORT", "tcp://10.0.0.7:8080",
                        "REVERB_SERVER_PORT_8080_TCP", "tcp://10.0.0.7:8080",
                        "REVERB_SERVER_PORT_8080_TCP_ADDR", "10.0.0.7",
                        "REVERB_SERVER_SERVICE_HOST", "10.0.0.7",
                        "REVERB_SERVER_SERVICE_PORT_HTTP", "8080",
                        "REVERB_SERVICE_HOST", "10.0.0.7",
                        "REVERB_PORT", "tcp://10.0.0.7:80"));
        assertThat(variables.text("REVERB_SERVER_PORT")).isEmpty();
        assertThat(variables.warnings()).singleElement().asString().startsWith("REVERB_SERVER_PORT: ignored");
    }

    private EnvironmentVariables read(String file, Map<String, String> process)
            throws IOException, ConfigurationException {
        return EnvironmentVariables.read(process, Files.writeString(directory.resolve(".env"), file));
    }
}

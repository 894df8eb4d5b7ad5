package dev.reverb.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.jetty.JettyTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shell script of docs/http-api.md, with the calls that are shown there. */
class ShellIT {

    private static final Application APPLICATION = Application.of("my-app-id", "my-app-key", "my-app-secret");

    private ReverbServer server;

    @BeforeEach
    void start() {
        List<String> path = Arrays.asList(System.getenv("PATH").split(":"));
        for (String program : List.of("bash", "curl", "openssl")) {
            assumeTrue(path.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program))), program);
        }
        server = ReverbServer.builder()
                .application(APPLICATION)
                .transport(JettyTransport.on("127.0.0.1", 0))
                .start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String api(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "src/main/shell/api.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder script = new ProcessBuilder(command).redirectErrorStream(true);
        script.environment()
                .putAll(Map.of(
                        "REVERB_URL", "http://127.0.0.1:" + server.port(),
                        "REVERB_APP_ID", "my-app-id",
                        "REVERB_APP_KEY", "my-app-key",
                        "REVERB_APP_SECRET", "my-app-secret"));
        Process process = script.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void theServerAnswersWhatTheShellHasSigned() throws Exception {
        String event = "{\"name\":\"OrderShipped\",\"channels\":[\"orders\"],\"data\":\"{\\\"id\\\":42}\"}";
        assertThat(api("POST", "/events", event)).isEqualTo("{}");
        assertThat(api("POST", "/batch_events", "{\"batch\":[{\"name\":\"A\",\"channel\":\"orders\",\"data\":\"1\"}]}"))
                .isEqualTo("{\"batch\":[{}]}");
        assertThat(api("GET", "/channels", "info=user_count", "filter_by_prefix=presence-"))
                .isEqualTo("{\"channels\":{}}");
        assertThat(api("GET", "/channels/orders", "info=subscription_count")).isEqualTo("{\"occupied\":false}");
        assertThat(api("GET", "/channels/presence-room/users")).isEqualTo("{\"error\":\"Nobody is on this channel\"}");
        assertThat(api("GET", "/connections")).isEqualTo("{\"connections\":0}");
        assertThat(api("POST", "/users/7/terminate_connections", "{}")).isEqualTo("{}");
    }

    @Test
    void aWrongSecretIsRefused() throws Exception {
        server.close();
        server = ReverbServer.builder()
                .application(Application.of("my-app-id", "my-app-key", "another-secret"))
                .transport(JettyTransport.on("127.0.0.1", 0))
                .start();
        assertThat(api("GET", "/connections")).isEqualTo("{\"error\":\"auth_signature is missing, or wrong\"}");
    }
}

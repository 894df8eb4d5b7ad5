package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.undertow.UndertowTransport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mode against a real server: all comes back, and the report has the figures. */
class ModesIT {

    private static ReverbServer server;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        server = ReverbServer.builder()
                .application(Application.of("app-id", "app-key", "app-secret"))
                .transport(UndertowTransport.on("127.0.0.1", 0))
                .compression(true)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private int load(String line) {
        List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.addAll(List.of(
                "--port",
                "" + server.port(),
                "--pid",
                "" + ProcessHandle.current().pid()));
        return LoadGenerator.run(
                new PrintStream(out, true), new PrintStream(log, true), arguments.toArray(new String[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "idle --conns 50 --settle 0 --hold 0.1",
                "idle --conns 50 --settle 0 --subscribe --inflight 7",
                "fanout --conns 20 --warmup 0.1 --duration 0.1",
                "fanout --conns 20 --warmup 0 --duration 0.1 --window 8 --payload 3000",
                "fanout --conns 20 --warmup 0 --duration 0.1 --batch 8",
                "fanout --conns 20 --warmup 0 --duration 0.1 --publishers 3 --window 9",
                "rate --conns 20 --warmup 0.1 --duration 0.1 --rate 200 --channels 4 --http-conns 2",
                "rate --conns 20 --warmup 0.1 --duration 0.1 --rate 200 --batch 5",
                "many --conns 20 --warmup 0 --duration 0.1 --channels 5 --http-conns 5 --window 20",
                "whisper --conns 10 --warmup 0.1 --duration 0.1",
                "http --http-conns 4 --warmup 0.1 --duration 0.1",
                "churn --conns 20 --warmup 0.1 --duration 0.1",
                "churn --conns 20 --warmup 0.1 --duration 0.1 --presence --members 5",
                "churn --conns 20 --warmup 0.1 --duration 0.1 --presence --rate 50 --prefix slow",
                "rate --conns 5 --warmup 0.1 --duration 0.1 --rate 0",
                "idle --conns 20 --settle 0 --presence"
            })
    void aModeEndsWithoutAFailure(String line) {
        assertThat(load(line + " --json")).as(log.toString()).isZero();
        assertThat(log.toString()).isEmpty();
        assertThat(out.toString()).startsWith("{\"mode\":\"" + line.substring(0, line.indexOf(' ')) + '"');
    }

    @Test
    void aShareOfTheConnectionsIsCompressed() {
        assertThat(load("fanout --conns 20 --warmup 0 --duration 0.1 --payload 1000 --json-data --json"))
                .as(log.toString())
                .isZero();
        double plain = figure("bytes_per_delivery");
        assertThat(figure("conns_compressed")).isZero();
        out.reset();
        assertThat(load("fanout --conns 20 --warmup 0 --duration 0.1 --payload 1000 --json-data --compressed 25"
                        + " --window 4 --json"))
                .as(log.toString())
                .isZero();
        assertThat(figure("conns_compressed")).isEqualTo(5);
        assertThat(figure("bytes_per_delivery")).isBetween(plain * 0.75, plain * 0.95);
    }

    private double figure(String name) {
        Matcher matcher = Pattern.compile('"' + name + "\":([0-9.]+)").matcher(out.toString());
        assertThat(matcher.find()).as(name).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void theTableHasALineForEachFigure() {
        assertThat(load("http --warmup 0 --duration 0.1")).isZero();
        assertThat(out.toString()).contains("requests_per_s").contains("server_us_per_request");
    }

    @Test
    void aWrongSecretIsFound() {
        assertThat(load("http --warmup 0 --duration 0.1 --secret wrong --json")).isEqualTo(1);
        assertThat(log.toString()).contains("status 401").doesNotContain("app-secret");
    }
}

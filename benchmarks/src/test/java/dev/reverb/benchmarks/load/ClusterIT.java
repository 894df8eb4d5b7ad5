package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.benchmarks.ServerProcess;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.transport.undertow.UndertowTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes and their Redis under one load: nothing is lost, and the account of Redis is that of the load. */
class ClusterIT {

    private static ServerProcess redis;
    private static ReverbServer publishers;
    private static ReverbServer other;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws InterruptedException {
        try {
            redis = ServerProcess.redis();
        } catch (IOException e) {
            Assumptions.abort("no redis-server: " + e.getMessage());
        }
        publishers = node();
        other = node();
    }

    private static ReverbServer node() {
        return ReverbServer.builder()
                .application(Application.of("app-id", "app-key", "app-secret"))
                .transport(UndertowTransport.on("127.0.0.1", 0))
                .scaling(RedisScaling.at("redis://127.0.0.1:" + redis.port()))
                .start();
    }

    @AfterAll
    static void stop() {
        if (other != null) {
            publishers.close();
            other.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    private void load(String line) {
        List<String> arguments = new ArrayList<>(List.of(line.split(" ")));
        arguments.addAll(List.of("--json", "--port", "" + publishers.port(), "--redis", "" + redis.port()));
        arguments.addAll(List.of("--warmup", "0.2", "--duration", "0.5"));
        int status = LoadGenerator.run(
                new PrintStream(out, true), new PrintStream(log, true), arguments.toArray(new String[0]));
        assertThat(log.toString()).isEmpty();
        assertThat(status).isZero();
    }

    private double figure(String name) {
        Matcher figure = Pattern.compile('"' + name + "\":([0-9.]+)").matcher(out.toString());
        assertThat(figure.find()).as(name + " in " + out).isTrue();
        return Double.parseDouble(figure.group(1));
    }

    @Test
    void aPublishIsOneCommandAndGoesToBothNodesOnce() {
        load("fanout --conns 6 --prefix both --conn-ports " + publishers.port() + ',' + other.port());

        double events = figure("events");
        assertThat(figure("deliveries")).isEqualTo(6 * events);
        assertThat(figure("redis_calls_publish")).isEqualTo(events);
        assertThat(figure("redis_out_bytes")).isBetween(2 * 200 * events, 2 * 300 * events + 10_000);
    }

    @Test
    void aNodeWithoutSubscribersGetsNothing() {
        load("fanout --conns 6 --prefix one --conn-ports " + other.port());

        double events = figure("events");
        assertThat(figure("redis_calls_publish")).isEqualTo(events);
        assertThat(figure("redis_out_bytes")).isBetween(200 * events, 300 * events + 10_000);
    }

    @Test
    void withoutTrafficRedisHasLittleToDo() {
        load("rate --rate 0 --conns 2 --prefix none");

        assertThat(figure("events")).isZero();
        assertThat(out.toString()).doesNotContain("redis_calls_publish");
        assertThat(figure("redis_commands")).isLessThan(200);
    }
}

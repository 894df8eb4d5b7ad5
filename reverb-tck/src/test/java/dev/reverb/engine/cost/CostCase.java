package dev.reverb.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.tck.Allocation;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.CountingTransport;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.SignedRequest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A server whose transport counts, with a recorder that counts too, since monitored servers have one. */
abstract class CostCase {

    static final Application APPLICATION = ReverbTester.APPLICATION;

    /** A hundred bytes, as an application's own JSON in a string, escaped. */
    static final String DATA =
            "\"{\\\"id\\\":42,\\\"status\\\":\\\"shipped\\\",\\\"carrier\\\":\\\"a parcel service\\\",\\\"eta\\\":\\\"2026-01-01\\\"}\"";

    final FakeClock clock = new FakeClock();
    final SummingMetrics metrics = new SummingMetrics();
    private final List<CountingTransport> started = new ArrayList<>();

    final CountingTransport start() {
        return start(1, written -> {});
    }

    final CountingTransport start(int lanes, Consumer<ByteBuffer> observer) {
        return start(lanes, observer, server -> {});
    }

    final CountingTransport start(int lanes, Consumer<ByteBuffer> observer, Consumer<ReverbServer.Builder> settings) {
        CountingTransport transport = new CountingTransport(lanes, observer);
        ReverbServer.Builder server = ReverbServer.builder()
                .application(APPLICATION)
                .transport(transport)
                .ticker(clock)
                .scheduler(clock)
                .metrics(metrics);
        settings.accept(server);
        server.start();
        started.add(transport);
        return transport;
    }

    @AfterEach
    final void stop() {
        started.forEach(CountingTransport::stop);
    }

    static CountingConnection connect(CountingTransport transport) {
        return transport.connect("/app/" + APPLICATION.key() + "?protocol=7");
    }

    static CountingTransport subscribe(CountingTransport transport, int subscribers, String channel) {
        for (int i = 0; i < subscribers; i++) {
            connect(transport).subscribe(APPLICATION, channel);
        }
        return transport;
    }

    static HttpRequest post(String path, String body) {
        return SignedRequest.of(APPLICATION, "POST", "/apps/" + APPLICATION.id() + path)
                .body(body)
                .build();
    }

    static String event(String channel) {
        return "{\"name\":\"OrderShipped\",\"channel\":\"" + channel + "\",\"data\":" + DATA + "}";
    }

    static HttpRequest publish(String channel) {
        return post("/events", event(channel));
    }

    static HttpRequest publishBatch(String channel, int events) {
        return post(
                "/batch_events", "{\"batch\":[" + String.join(",", Collections.nCopies(events, event(channel))) + "]}");
    }

    /** Asserts how many bytes an operation allocates at most. */
    static void assertAllocates(long atMost, Runnable operation) {
        assertThat(Allocation.ofOperation(atMost, operation)).isLessThanOrEqualTo(atMost);
    }
}

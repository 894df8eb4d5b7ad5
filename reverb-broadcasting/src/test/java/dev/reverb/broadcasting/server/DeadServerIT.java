package dev.reverb.broadcasting.server;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ClientAuthorizer;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.FailedBroadcast;
import dev.reverb.broadcasting.MemoryQueue;
import dev.reverb.broadcasting.connection.HttpConnection;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.transport.Await;
import dev.reverb.transport.jetty.JettyTransport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The server goes away, and comes back on the same port. The queue's time stands still but where the test advances it. */
class DeadServerIT {

    private static final Application APPLICATION = Application.of("app-1", "the-key", "the-secret");
    private static final int CHANNELS = 8;
    private static final int SENT_MEANWHILE = 1_000;
    private static final int MAX_MESSAGES = 300;
    private static final long MAX_BYTES = 150_000;

    private final FakeClock clock = new FakeClock();
    private final List<FailedBroadcast> failed = new CopyOnWriteArrayList<>();

    private static ReverbServer serverOn(int port) {
        return ReverbServer.builder()
                .application(APPLICATION)
                .transport(JettyTransport.on("127.0.0.1", port))
                .drainTimeout(Duration.ZERO)
                .start();
    }

    private static RawClient client(int port) throws Exception {
        RawClient client = new RawClient(port, "the-key", ClientAuthorizer.of(APPLICATION));
        for (int i = 0; i < CHANNELS; i++) {
            client.subscribe("c" + i);
        }
        return client;
    }

    @Test
    void keepsWhatItCanAndReportsTheRestAndSendsInOrderAfterwards() throws Exception {
        ReverbServer server = serverOn(0);
        int port = server.port();
        MemoryQueue queue = MemoryQueue.builder()
                .maxMessages(MAX_MESSAGES)
                .maxBytes(MAX_BYTES)
                .ticker(clock)
                .scheduler(clock)
                .build();
        try (Broadcaster broadcaster = Broadcaster.builder()
                .connection(
                        "http",
                        HttpConnection.builder(URI.create("http://127.0.0.1:" + port), "app-1", "the-key", "the-secret")
                                .connectRetries(0)
                                .build())
                .queue(queue)
                .onFailure(failed::add)
                .build()) {
            try (RawClient client = client(port)) {
                broadcaster.on("c0").named("alive").send();
                assertThat(client.next().event()).isEqualTo("alive");
            }
            server.close();

            // Nobody answers, and no time passes: were sending to wait for anything, this would never end.
            String padding = "x".repeat(500);
            for (int i = 0; i < SENT_MEANWHILE; i++) {
                broadcaster
                        .on("c" + i % CHANNELS)
                        .named("e" + i)
                        .with(Map.of("padding", padding))
                        .send();
                assertThat(queue.waiting()).isLessThanOrEqualTo(MAX_MESSAGES);
                assertThat(queue.waitingBytes()).isLessThanOrEqualTo(MAX_BYTES);
            }
            assertThat(failed)
                    .hasSize(SENT_MEANWHILE - queue.waiting())
                    .allSatisfy(failure -> assertThat(failure.cause().reason()).isEqualTo(Reason.QUEUE_FULL));
            assertThat(broadcaster.dropped()).isEqualTo(failed.size());

            server = serverOn(port);
            try (RawClient client = client(port)) {
                assertArrived(receive(client, queue), dropped());
            }
        } finally {
            server.close();
        }
        assertThat(failed).hasSizeBetween(SENT_MEANWHILE - MAX_MESSAGES, SENT_MEANWHILE);
    }

    private Set<String> dropped() {
        return failed.stream().map(FailedBroadcast::event).collect(Collectors.toSet());
    }

    private List<RawClient.Frame> receive(RawClient client, MemoryQueue queue) throws Exception {
        int kept = queue.waiting();
        assertThat(kept).isPositive();
        Await.until("nothing waits", () -> {
            clock.advance(Duration.ofMillis(100));
            return queue.waiting() == 0;
        });
        List<RawClient.Frame> frames = new ArrayList<>();
        for (int i = 0; i < kept; i++) {
            frames.add(client.next());
        }
        return frames;
    }

    private static void assertArrived(List<RawClient.Frame> frames, Set<String> dropped) {
        Map<String, List<String>> arrived = frames.stream()
                .collect(groupingBy(RawClient.Frame::channel, mapping(RawClient.Frame::event, toList())));
        Map<String, List<String>> kept = IntStream.range(0, SENT_MEANWHILE)
                .filter(i -> !dropped.contains("e" + i))
                .boxed()
                .collect(groupingBy(i -> "c" + i % CHANNELS, mapping(i -> "e" + i, toList())));
        assertThat(arrived).isEqualTo(kept);
    }
}

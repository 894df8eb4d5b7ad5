package dev.reverb.engine.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.event.EventPublished;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.MessageSent;
import dev.reverb.event.ServerListener;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A listener that throws, hangs or misses events changes nothing that clients get: all is delivered by the test's own thread, which runs
 * the lanes, while the listener's stands still.
 */
@Timeout(30)
class ListenerIsolationTest {

    private static final int BOUND = 100;
    private static final int SUBSCRIBERS = 50;
    private static final int EVENTS = 20;

    private final AtomicInteger dropped = new AtomicInteger();
    private final MetricsRecorder metrics = new MetricsRecorder() {
        @Override
        public void listenerEventsDropped(int events) {
            dropped.addAndGet(events);
        }
    };

    /** Stands still in the first message that it is told of, until it is let go. */
    private static class Hanging implements ServerListener {
        final CountDownLatch hangs = new CountDownLatch(1);
        final CountDownLatch letGo = new CountDownLatch(1);
        long messages;
        long missed;

        @Override
        public void onMessageSent(MessageSent event) {
            messages++;
            hangs.countDown();
            boolean interrupted = false;
            while (letGo.getCount() > 0) {
                try {
                    letGo.await();
                } catch (InterruptedException ignored) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onEventsMissed(EventsMissed event) {
            missed += event.count();
        }
    }

    private ReverbTester start(ServerListener... listeners) {
        return ReverbTester.builder()
                .lanes(2)
                .server(server -> {
                    server.maxPendingListenerEvents(BOUND).metrics(metrics);
                    List.of(listeners).forEach(server::listener);
                })
                .start();
    }

    private static List<PusherClient> subscribe(ReverbTester reverb) {
        List<PusherClient> clients = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            clients.add(reverb.connect().subscribe("orders").expectSubscribed("orders"));
        }
        return clients;
    }

    private static void publishAndExpect(ReverbTester reverb, List<PusherClient> clients) {
        for (int i = 0; i < EVENTS; i++) {
            reverb.publish("orders", "E", "{\"number\":" + i + "}");
        }
        for (PusherClient client : clients) {
            for (int i = 0; i < EVENTS; i++) {
                client.expect("E", "orders", "{\"number\":" + i + "}");
            }
            client.expectNothing();
        }
    }

    @Test
    void whileAListenerHangsEverythingIsDeliveredAndWhatItMissesIsCountedExactlyAndTold() throws InterruptedException {
        Hanging hanging = new Hanging();
        long sent;
        try (ReverbTester reverb = start(hanging)) {
            List<PusherClient> clients = subscribe(reverb);
            hanging.hangs.await();
            publishAndExpect(reverb, clients);
            // A greeting and a success each, and the events.
            sent = SUBSCRIBERS * (2L + EVENTS);
            assertThat(dropped.get()).isPositive();
            hanging.letGo.countDown();
        }
        assertThat(hanging.missed).isEqualTo(dropped.get());
        assertThat(hanging.messages + hanging.missed).isEqualTo(sent);
    }

    @Test
    void whileOneHangsTheOtherIsToldAll() throws InterruptedException {
        Hanging hanging = new Hanging();
        CountDownLatch all = new CountDownLatch(EVENTS);
        ServerListener other = new ServerListener() {
            @Override
            public void onEventPublished(EventPublished event) {
                all.countDown();
            }
        };
        try (ReverbTester reverb = start(hanging, other)) {
            List<PusherClient> clients = subscribe(reverb);
            hanging.hangs.await();
            publishAndExpect(reverb, clients);
            all.await();
            hanging.letGo.countDown();
        }
    }

    @Test
    void oneThatThrowsIsToldEverythingAndClientsNoticeNothing() {
        AtomicInteger told = new AtomicInteger();
        ServerListener throwing = new ServerListener() {
            @Override
            public void onMessageSent(MessageSent event) {
                told.incrementAndGet();
                throw new IllegalStateException(event.text());
            }
        };
        try (ReverbTester reverb = ReverbTester.builder()
                .server(server -> server.listener(throwing).metrics(metrics))
                .start()) {
            publishAndExpect(reverb, subscribe(reverb));
        }
        assertThat(told.get() + dropped.get()).isEqualTo(SUBSCRIBERS * (2 + EVENTS));
        assertThat(dropped).hasValue(0);
    }
}

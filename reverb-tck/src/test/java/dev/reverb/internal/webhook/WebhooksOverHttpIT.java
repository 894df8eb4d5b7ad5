package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.occupiedFrom;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import dev.reverb.internal.channels.Fact;
import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.spi.WebhookSender;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.transport.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hooks over HTTP, with the default sender: what is real are sockets and threads, not the time. */
class WebhooksOverHttpIT {

    /** What the hook does with a request. */
    private enum Mood {
        TAKES,
        FAILS,
        CLOSES,
        HANGS
    }

    private final HookTester.Counts counts = new HookTester.Counts();
    private final List<Fact> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Mood mood = Mood.TAKES;
    private HttpServer hook;
    private ReverbTester reverb;

    @BeforeEach
    void start() throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.setExecutor(threads);
        hook.createContext("/", this::receive);
        hook.start();
        reverb = ReverbTester.builder()
                .lanes(2)
                .application(Application.builder("app-id", "app-key", "app-secret")
                        .pingInterval(Duration.ofHours(1))
                        .webhooks(Webhook.to(
                                        "http://127.0.0.1:" + hook.getAddress().getPort())
                                .forEvents(WebhookEventType.CHANNEL_OCCUPIED))
                        .build())
                .server(server -> server.metrics(counts).webhookSender(counting(WebhookSender.system())))
                .start();
    }

    private WebhookSender counting(WebhookSender sender) {
        return new WebhookSender() {
            @Override
            public CompletionStage<WebhookResponse> send(WebhookRequest request) {
                attempts.incrementAndGet();
                return sender.send(request);
            }

            @Override
            public void close() {
                sender.close();
            }
        };
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        received.incrementAndGet();
        switch (mood) {
            case TAKES -> {
                taken.addAll(ToldFacts.of(new WebhookRequest(URI.create("http://hook"), Map.of(), body)));
                exchange.sendResponseHeaders(204, -1);
            }
            case FAILS -> exchange.sendResponseHeaders(500, -1);
            case CLOSES -> exchange.close();
            case HANGS -> {}
        }
    }

    @AfterEach
    void stop() {
        reverb.close();
        hook.stop(0);
        threads.shutdownNow();
    }

    private void await(String what, BooleanSupplier condition) {
        Await.until(what, () -> {
            reverb.advance(Duration.ZERO);
            return condition.getAsBoolean();
        });
    }

    private void join(int from, int to) {
        for (int i = from; i < to; i++) {
            reverb.connect().subscribe("c" + i).expectSubscribed("c" + i);
        }
    }

    /** Lets time pass in which every attempt has the real time that it needs. */
    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            reverb.advance(Duration.ofSeconds(1));
            await("the end of an attempt", () -> counts.failed + counts.batches == attempts.get());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILS", "CLOSES"})
    void aHookThatIsDownForAMinuteLosesNothing(Mood down) {
        mood = down;
        join(0, 150);
        pass(60);
        assertThat(counts.failed).isBetween(5, 10);
        mood = Mood.TAKES;
        pass(30);
        assertThat(taken).isEqualTo(occupiedFrom(0, 150));
        assertThat(counts.dropped).isZero();
    }

    @Test
    void clientsNoticeNothingOfAHookThatHangs() {
        mood = Mood.HANGS;
        PusherClient ada = reverb.connect().subscribe("c0").expectSubscribed("c0");
        reverb.advance(Duration.ofMillis(50));
        await("the request", () -> received.get() == 1);
        // No time passes: nothing can wait for the hook.
        for (int i = 0; i < 1_000; i++) {
            reverb.publish("c0", "E", "{}");
            ada.expect("E", "c0", "{}");
        }
        reverb.advance(Duration.ofMillis(9_900));
        assertThat(counts.failed).isZero();
        reverb.advance(Duration.ofMillis(100));
        assertThat(counts.failed).isEqualTo(1);
        mood = Mood.TAKES;
        reverb.advance(Duration.ofSeconds(1));
        await("the second attempt", () -> !taken.isEmpty());
        assertThat(taken).containsExactly(occupied("c0"));
    }
}

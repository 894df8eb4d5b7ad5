package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.added;
import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.removed;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.application.Webhook;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A shutdown tells webhooks the rest, and does not wait for them without end. */
class WebhookShutdownTest {

    private static final String URL = "https://hook.example.com/";

    private static final Application APPLICATION = Application.builder("app-id", "app-key", "app-secret")
            .webhooks(Webhook.to(URL))
            .build();

    private final FakeHooks hooks = new FakeHooks();
    private final FakeHook hook = hooks.at(URL);
    private final HookTester.Counts counts = new HookTester.Counts();
    private ReverbTester reverb;

    private void start(Duration drainTimeout) {
        reverb = ReverbTester.builder()
                .lanes(3)
                .application(APPLICATION)
                .server(server -> server.webhookSender(hooks).metrics(counts).drainTimeout(drainTimeout))
                .start();
    }

    @AfterEach
    void stop() {
        reverb.close();
        assertThat(hooks.closed()).isEqualTo(1);
    }

    private CompletableFuture<Void> shutdown() {
        CompletableFuture<Void> done = reverb.server().shutdown().toCompletableFuture();
        reverb.advance(Duration.ZERO);
        return done;
    }

    private void join(String channel, String user) {
        reverb.connect()
                .subscribe(channel, "{\"user_id\":\"" + user + "\"}")
                .socket()
                .skip();
    }

    @Test
    void theEndOfEverythingIsTold() {
        start(Duration.ZERO);
        join("presence-room", "7");
        CompletableFuture<Void> done = shutdown();
        reverb.advance(Duration.ofMillis(200));
        assertThat(done).isCompleted();
        assertThat(hook.taken())
                .containsExactly(
                        occupied("presence-room"),
                        added("presence-room", "7"),
                        removed("presence-room", "7"),
                        vacated("presence-room"));
        assertThat(counts.dropped).isZero();
    }

    /** The lanes of a connection and of its channels are not the same; what the last one leaves must be told as well. */
    @Test
    void ofManyChannelsOnManyLanesTheEndIsTold() {
        start(Duration.ZERO);
        PusherClient ada = reverb.connect();
        for (int i = 0; i < 100; i++) {
            ada.subscribe("c" + i);
        }
        ada.socket().skip();
        reverb.shutdown();
        Replay replay = new Replay();
        hook.taken().forEach(replay::apply);
        assertThat(replay.told()).isEqualTo(200);
        assertThat(replay.present()).isEmpty();
    }

    @Test
    void aHookThatDoesNotAnswerHasTenSeconds() {
        start(Duration.ofSeconds(2));
        hook.hanging();
        join("presence-room", "7");
        CompletableFuture<Void> done = shutdown();
        reverb.advance(Duration.ofMillis(9_900));
        assertThat(done).isNotDone();
        reverb.transport().request(InMemoryRequest.of("GET", "/up")).expect(503, "{\"health\":\"DRAINING\"}");
        reverb.advance(Duration.ofMillis(300));
        assertThat(done).isCompleted();
        assertThat(counts.dropped).isEqualTo(4);
    }

    @Test
    void aHookThatFailsOnlyThenIsTriedForTheWholeDrainTimeout() {
        start(Duration.ofSeconds(30));
        join("presence-room", "7");
        reverb.advance(Duration.ofMillis(50));
        hook.answering(500);
        CompletableFuture<Void> done = shutdown();
        reverb.advance(Duration.ofMillis(29_900));
        assertThat(done).isNotDone();
        assertThat(hook.requests()).hasSizeGreaterThan(4);
        reverb.advance(Duration.ofMillis(200));
        assertThat(done).isCompleted();
        assertThat(counts.dropped).isEqualTo(2);
        assertThat(counts.delivered).isEqualTo(2);
    }

    @Test
    void aHookThatIsKnownToBeDeadDoesNotHoldUpTheEnd() {
        start(Duration.ofSeconds(30));
        hook.answering(500);
        join("presence-room", "7");
        reverb.advance(Duration.ofSeconds(10));
        CompletableFuture<Void> done = shutdown();
        reverb.advance(Duration.ofMillis(200));
        assertThat(done).isCompleted();
        assertThat(counts.dropped).isEqualTo(4);
    }

    /** A host that has stopped its own server first; see {@code DrainTest}. */
    @Test
    void withoutLanesTheEndComesAllTheSame() {
        // With a provider of its own the tester does not ask for subscriptions that dead lanes cannot end.
        reverb = ReverbTester.builder()
                .ownProvider()
                .server(server -> server.applicationProvider(ApplicationProvider.of(APPLICATION))
                        .webhookSender(hooks))
                .start();
        PusherClient ada = reverb.connect().subscribe("news").expectSubscribed("news");
        reverb.transport().stop();
        reverb.transport().settle();
        CompletableFuture<Void> done = shutdown();
        reverb.advance(Duration.ofSeconds(30));
        assertThat(done).isCompleted();
        assertThat(hook.taken()).startsWith(occupied("news"));
        ada.socket().skip();
    }
}

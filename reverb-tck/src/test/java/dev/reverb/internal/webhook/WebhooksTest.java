package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.added;
import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.removed;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import dev.reverb.internal.channels.Fact;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients do, as webhooks are told it by a whole server. */
class WebhooksTest {

    private static final String URL = "https://hook.example.com/";

    private final FakeHooks hooks = new FakeHooks();
    private final FakeHook hook = hooks.at(URL);
    private ReverbTester reverb;

    private void start(UnaryOperator<Application.Builder> settings) {
        reverb = ReverbTester.builder()
                .lanes(2)
                .application(settings.apply(Application.builder("app-id", "app-key", "app-secret")
                                .webhooks(Webhook.to(URL)))
                        .build())
                .server(server -> server.webhookSender(hooks))
                .start();
    }

    @AfterEach
    void stop() {
        reverb.close();
        assertThat(hooks.closed()).isEqualTo(1);
    }

    private void advance(long millis) {
        reverb.advance(Duration.ofMillis(millis));
    }

    @Test
    void everythingIsTold() {
        start(settings -> settings.subscriptionCountEvents(true));
        PusherClient ada = reverb.connect();
        SocketId socket = SocketId.parse(ada.socketId()).orElseThrow();
        ada.subscribe("presence-room", "{\"user_id\":\"7\"}");
        ada.whisper("presence-room", "client-typing", "{\"a\":[1, 2]}");
        ada.subscribe("private-cache-price").subscribe("news");
        ada.unsubscribe("news").unsubscribe("presence-room");
        advance(50);
        ChannelName room = ChannelName.of("presence-room");
        ChannelName news = ChannelName.of("news");
        ChannelName price = ChannelName.of("private-cache-price");
        assertThat(hook.taken())
                .containsExactlyInAnyOrder(
                        occupied("presence-room"),
                        added("presence-room", "7"),
                        new Fact.ClientEvent(room, "client-typing", "{\"a\":[1, 2]}", socket, "7"),
                        occupied("private-cache-price"),
                        new Fact.CacheMiss(price),
                        new Fact.SubscriptionCount(price, 1),
                        occupied("news"),
                        new Fact.SubscriptionCount(news, 1),
                        new Fact.SubscriptionCount(news, 0));
        advance(3_000);
        assertThat(hook.taken().subList(9, 12))
                .containsExactlyInAnyOrder(removed("presence-room", "7"), vacated("presence-room"), vacated("news"));
        assertThat(hook.taken().indexOf(removed("presence-room", "7")))
                .isLessThan(hook.taken().indexOf(vacated("presence-room")));
        ada.socket().skip();
    }

    @Test
    void aPageThatIsReloadedIsNotToldOf() {
        start(settings -> settings);
        reverb.connect()
                .subscribe("presence-room", "{\"user_id\":\"7\"}")
                .socket()
                .vanish();
        advance(2_900);
        PusherClient again = reverb.connect().subscribe("presence-room", "{\"user_id\":\"7\"}");
        advance(10_000);
        assertThat(hook.taken()).containsExactly(occupied("presence-room"), added("presence-room", "7"));
        again.socket().skip();
    }

    /** No time passes at all: whoever waited for the hook would wait for ever. */
    @Test
    void deliveriesDoNotWaitForAHook() {
        start(settings -> settings.webhookBatchTime(Duration.ZERO).maxPendingWebhookEvents(10));
        hook.hanging();
        PusherClient ada = reverb.connect().subscribe("private-chat").expectSubscribed("private-chat");
        PusherClient bob = reverb.connect().subscribe("private-chat").expectSubscribed("private-chat");
        for (int i = 0; i < 500; i++) {
            ada.whisper("private-chat", "client-said", "\"" + i + "\"");
            bob.expect("client-said", "private-chat", Integer.toString(i));
            reverb.publish("private-chat", "E", "{}");
            ada.expect("E", "private-chat", "{}");
            bob.expect("E", "private-chat", "{}");
        }
        advance(0);
        assertThat(hook.requests()).hasSize(1);
        hook.answering(200);
    }

    /** As one does that reads a database. */
    @Test
    void aNewApplicationAtEachLookUpIsTheSameHook() {
        ApplicationProvider fresh = new ApplicationProvider() {
            @Override
            public CompletionStage<Optional<Application>> findByKey(String key) {
                return CompletableFuture.completedFuture(
                        Optional.of(Application.builder("app-id", "app-key", "app-secret")
                                .webhooks(Webhook.to(URL).forEvents(WebhookEventType.CHANNEL_OCCUPIED))
                                .build()));
            }

            @Override
            public CompletionStage<Optional<Application>> findById(String id) {
                return findByKey(id);
            }
        };
        reverb = ReverbTester.builder()
                .ownProvider()
                .server(server -> server.applicationProvider(fresh).webhookSender(hooks))
                .start();
        for (int i = 0; i < 200; i++) {
            reverb.connect().subscribe("c" + i).expectSubscribed("c" + i);
        }
        advance(50);
        assertThat(hook.requests()).hasSize(2);
        assertThat(hook.taken()).isEqualTo(HookTester.occupiedFrom(0, 200));
    }
}

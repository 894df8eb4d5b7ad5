package dev.reverb.internal.webhook;

import static dev.reverb.internal.webhook.HookTester.added;
import static dev.reverb.internal.webhook.HookTester.occupied;
import static dev.reverb.internal.webhook.HookTester.occupiedFrom;
import static dev.reverb.internal.webhook.HookTester.removed;
import static dev.reverb.internal.webhook.HookTester.said;
import static dev.reverb.internal.webhook.HookTester.vacated;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.FactSink;
import dev.reverb.spi.WebhookRequest;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.PusherAuth;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is sent, when, and to whom, as long as hooks answer. */
class BatchTest {

    private static final long START = FakeClock.START.toEpochMilli();
    private static final Application DEFAULTS = HookTester.application(settings -> settings);

    // ---- what ----

    @Test
    void theBodyIsPushers() {
        HookTester tester = HookTester.of(settings -> settings.webhookGraceTime(Duration.ZERO));
        tester.tell(
                        occupied("c"),
                        vacated("c"),
                        added("presence-c", "7"),
                        removed("presence-c", "7"),
                        new Fact.ClientEvent(
                                ChannelName.of("presence-c"), "client-x", "{\"a\":\"ü\"}", HookTester.SOCKET, "7"),
                        new Fact.ClientEvent(ChannelName.of("private-c"), "client-y", null, HookTester.SOCKET, null),
                        new Fact.CacheMiss(ChannelName.of("cache-c")),
                        new Fact.SubscriptionCount(ChannelName.of("c"), 3))
                .advance(50);
        assertThat(tester.hook.body(0))
                .isEqualTo("{\"time_ms\":" + START + ",\"events\":["
                        + "{\"name\":\"channel_occupied\",\"channel\":\"c\"},"
                        + "{\"name\":\"channel_vacated\",\"channel\":\"c\"},"
                        + "{\"name\":\"member_added\",\"channel\":\"presence-c\",\"user_id\":\"7\"},"
                        + "{\"name\":\"member_removed\",\"channel\":\"presence-c\",\"user_id\":\"7\"},"
                        + "{\"name\":\"client_event\",\"channel\":\"presence-c\",\"event\":\"client-x\","
                        + "\"data\":\"{\\\"a\\\":\\\"ü\\\"}\",\"socket_id\":\"1.2\",\"user_id\":\"7\"},"
                        + "{\"name\":\"client_event\",\"channel\":\"private-c\",\"event\":\"client-y\","
                        + "\"socket_id\":\"1.2\"},"
                        + "{\"name\":\"cache_miss\",\"channel\":\"cache-c\"},"
                        + "{\"name\":\"subscription_count\",\"channel\":\"c\",\"subscription_count\":3}]}");
    }

    @Test
    void theHeadersArePushersAndTheHooksOwn() {
        Webhook withHeaders = Webhook.to(HookTester.URL)
                .withHeader("Authorization", "Bearer header-secret")
                .withHeader("user-agent", "Mine");
        HookTester tester = HookTester.of(settings -> settings.webhooks(withHeaders));
        tester.tell(said("c", "ü")).advance(50);
        WebhookRequest request = tester.hook.request(0);
        assertThat(request.url()).isEqualTo(URI.create(HookTester.URL));
        assertThat(request.headers())
                .containsEntry("X-Pusher-Key", "app-key")
                .containsEntry("X-Pusher-Signature", PusherAuth.hmac(DEFAULTS, new String(request.body(), UTF_8)))
                .containsEntry("Content-Type", "application/json")
                .containsEntry("Authorization", "Bearer header-secret")
                .containsEntry("User-Agent", "Mine")
                .containsKey("X-Reverb-Fact-Id")
                .hasSize(6);
        assertThat(request.toString()).doesNotContain("secret", "signature", "Bearer");
    }

    @Test
    void withoutOneOfItsOwnTheUserAgentIsReverb() {
        HookTester tester = HookTester.start().tell(occupied("c")).turn();
        assertThat(tester.hook.request(0).headers()).containsEntry("User-Agent", "Reverb-Webhooks");
    }

    @Test
    void everyBatchHasAnIdOfItsOwn() {
        HookTester tester = HookTester.start().tellOccupied(0, 250).turn();
        assertThat(tester.hook.requests())
                .extracting(request -> request.headers().get("X-Reverb-Fact-Id"))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    // ---- when ----

    @Test
    void theFirstEventWaitsForOthers() {
        HookTester tester = HookTester.of(settings -> settings).tell(occupied("a"));
        tester.advance(49);
        assertThat(tester.hook.requests()).isEmpty();
        tester.tell(occupied("b")).advance(1);
        assertThat(tester.hook.requests()).hasSize(1);
        assertThat(tester.hook.facts(0)).containsExactly(occupied("a"), occupied("b"));
        assertThat(tester.hook.body(0)).startsWith("{\"time_ms\":" + START + ",");

        tester.tell(occupied("c")).advance(50);
        assertThat(tester.hook.body(1)).startsWith("{\"time_ms\":" + (START + 50) + ",");
    }

    @Test
    void anEndingThatIsDueWaitsForOthersToo() {
        HookTester tester = HookTester.of(settings -> settings).tell(vacated("a"));
        tester.advance(3_049);
        assertThat(tester.hook.requests()).isEmpty();
        tester.advance(1);
        assertThat(tester.hook.facts(0)).containsExactly(vacated("a"));
        assertThat(tester.hook.body(0)).startsWith("{\"time_ms\":" + (START + 3_000) + ",");
        assertThat(tester.clock.pendingTasks()).isZero();
    }

    @Test
    void longBatchTimesAreKept() {
        HookTester tester = HookTester.of(settings -> settings.webhookBatchTime(Duration.ofSeconds(10)));
        tester.tell(occupied("a")).advance(9_999);
        assertThat(tester.hook.requests()).isEmpty();
        tester.tell(occupied("b")).advance(1);
        assertThat(tester.hook.facts(0)).hasSize(2);
    }

    @Test
    void aFullBatchGoesAtOnce() {
        HookTester tester =
                HookTester.of(settings -> settings).tellOccupied(0, 99).turn();
        assertThat(tester.hook.requests()).isEmpty();
        tester.tellOccupied(99, 100).turn();
        assertThat(tester.hook.facts(0)).isEqualTo(occupiedFrom(0, 100));
        assertThat(tester.counts.delivered).isEqualTo(100);
        assertThat(tester.counts.batches).isEqualTo(1);
    }

    @Test
    void oneEventMoreIsInTheNext() {
        HookTester tester =
                HookTester.of(settings -> settings).tellOccupied(0, 101).advance(50);
        assertThat(tester.hook.facts(0)).isEqualTo(occupiedFrom(0, 100));
        assertThat(tester.hook.facts(1)).isEqualTo(occupiedFrom(100, 101));
    }

    @Test
    void aBatchHasSoManyBytesAtMost() {
        int around = FactJson.encode(said("c", "")).length + 1;
        int half = HookQueue.MAX_BATCH_BYTES / 2 - around;
        Fact first = said("c", "x".repeat(half));
        Fact fits = said("c", "y".repeat(half));
        Fact oneTooLong = said("c", "z".repeat(half + 1));

        HookTester tester = HookTester.start().tell(first, fits).turn();
        assertThat(tester.hook.requests()).hasSize(1);
        tester.tell(first, oneTooLong, fits).turn();
        assertThat(tester.hook.facts(1)).containsExactly(first);
        assertThat(tester.hook.facts(2)).containsExactly(oneTooLong);
        assertThat(tester.hook.facts(3)).containsExactly(fits);
    }

    @Test
    void anEventThatIsLongerGoesAlone() {
        Fact huge = said("c", "x".repeat(HookQueue.MAX_BATCH_BYTES));
        HookTester tester =
                HookTester.start().tell(occupied("a"), huge, occupied("b")).turn();
        assertThat(tester.hook.facts(1)).containsExactly(huge);
        assertThat(tester.hook.taken()).containsExactly(occupied("a"), huge, occupied("b"));
    }

    @Test
    void oneBatchIsUnderWayAtATime() {
        HookTester tester = HookTester.start();
        tester.hook.hanging();
        tester.tellOccupied(0, 150).turn().tellOccupied(150, 160).advance(9_000);
        assertThat(tester.hook.requests()).hasSize(1);
        tester.hook.answerOldest(200);
        tester.turn();
        assertThat(tester.hook.requests()).hasSize(2);
        tester.hook.answerOldest(204);
        tester.turn();
        assertThat(tester.hook.taken()).isEqualTo(occupiedFrom(0, 160));
        assertThat(tester.clock.pendingTasks()).isZero();
    }

    @Test
    void manyFactsAreWorkedOnInSlices() {
        HookTester tester = HookTester.start().tellOccupied(0, 5_000).turn();
        assertThat(tester.hook.taken()).isEqualTo(occupiedFrom(0, 5_000));
        assertThat(tester.clock.pendingTasks()).isZero();
    }

    // ---- to whom ----

    @Test
    void aHookIsToldWhatItWants() {
        Webhook vacancies = Webhook.to(HookTester.URL)
                .forEvents(WebhookEventType.CHANNEL_VACATED)
                .forChannelsStartingWith("room-");
        Webhook members = Webhook.to(HookTester.OTHER_URL)
                .forEvents(WebhookEventType.MEMBER_ADDED, WebhookEventType.MEMBER_REMOVED)
                .forChannelsEndingWith(".x");
        HookTester tester = HookTester.of(settings -> settings.webhooks(vacancies, members));
        tester.tell(
                        occupied("room-1"),
                        occupied("presence-1.x"),
                        added("presence-1.x", "7"),
                        added("presence-1.y", "7"),
                        said("room-1", "x"),
                        removed("presence-1.x", "7"),
                        vacated("presence-1.x"),
                        vacated("room-1"))
                .advance(4_000);
        assertThat(tester.hook.taken()).containsExactly(vacated("room-1"));
        assertThat(tester.other.taken()).containsExactly(added("presence-1.x", "7"), removed("presence-1.x", "7"));
    }

    @Test
    void whatIsWantedBringsItsOpposite() {
        Webhook vacancies = Webhook.to(HookTester.URL)
                .forEvents(WebhookEventType.CHANNEL_VACATED, WebhookEventType.MEMBER_ADDED)
                .forChannelsStartingWith("presence-");
        FactSink sink = HookTester.of(settings -> settings.webhooks(vacancies)).sink();
        ChannelName room = ChannelName.of("presence-room");
        assertThat(Stream.of(WebhookEventType.values()).filter(type -> sink.wants(type, room)))
                .containsExactly(
                        WebhookEventType.CHANNEL_OCCUPIED,
                        WebhookEventType.CHANNEL_VACATED,
                        WebhookEventType.MEMBER_ADDED,
                        WebhookEventType.MEMBER_REMOVED);
        assertThat(sink.wants(WebhookEventType.CHANNEL_VACATED, ChannelName.of("room")))
                .isFalse();
    }

    @Test
    void aHookThatIsThereTwiceIsToldOnce() {
        Webhook twice = Webhook.to(HookTester.URL);
        HookTester tester = HookTester.of(settings -> settings.webhooks(twice, Webhook.to(HookTester.URL)))
                .tell(occupied("c"))
                .advance(50);
        assertThat(tester.hook.taken()).isEqualTo(List.of(occupied("c")));
    }

    @Test
    void withoutHooksNothingIsAsked() {
        HookTester tester = HookTester.of(settings -> settings.webhooks(List.of()));
        assertThat(tester.sink()).isSameAs(FactSink.NONE);
        assertThat(tester.clock.pendingTasks()).isZero();
    }
}

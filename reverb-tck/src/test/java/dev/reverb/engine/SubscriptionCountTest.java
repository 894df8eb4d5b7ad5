package dev.reverb.engine;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code pusher_internal:subscription_count}: PROTOCOL.md, section 3. Sweeps come with each whole second. */
class SubscriptionCountTest extends ScriptedTest {

    private static final Application COUNTING = Application.builder("app-id", "app-key", "app-secret")
            .subscriptionCountEvents(true)
            .build();

    private final Deque<InMemoryClient> crowd = new ArrayDeque<>();

    private ReverbTester start() {
        return start(ReverbTester.builder().application(COUNTING));
    }

    private static String count(String channel, int count) {
        return "{\"event\":\"pusher_internal:subscription_count\",\"channel\":\"" + channel
                + "\",\"data\":\"{\\\"subscription_count\\\":" + count + "}\"}";
    }

    private static List<String> counts(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(count -> count("orders", count))
                .toList();
    }

    /** One more subscriber, on one lane or the other. */
    private InMemoryClient join(ReverbTester reverb, String channel) {
        InMemoryClient client = reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), crowd.size() % 2);
        client.skip().text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
        crowd.add(client);
        return client;
    }

    private void join(ReverbTester reverb, String channel, int more) {
        for (int i = 0; i < more; i++) {
            join(reverb, channel);
        }
    }

    private void leave(int fewer) {
        for (int i = 0; i < fewer; i++) {
            crowd.removeLast().vanish();
        }
    }

    /** What somebody who was there from the start has been told since this was last asked. */
    private static List<String> told(InMemoryClient client) {
        List<String> texts = client.unread().stream().map(frame -> frame.text()).toList();
        client.skip();
        return texts;
    }

    @Test
    void inTheExactText() {
        play("channels/subscription-count.txt", application -> application.subscriptionCountEvents(true));
    }

    @Test
    void aHundredAreToldOfEveryChange() {
        try (ReverbTester reverb = start()) {
            InMemoryClient first = join(reverb, "orders");
            first.skip();
            join(reverb, "orders", 99);
            assertThat(told(first)).isEqualTo(counts(2, 100));
            leave(1);
            join(reverb, "orders");
            assertThat(told(first)).containsExactly(count("orders", 99), count("orders", 100));
            reverb.advance(Duration.ofSeconds(3));
            assertThat(told(first)).isEmpty();
        }
    }

    @Test
    void moreAreToldOnceASecondAndTheLastCountInTheEnd() {
        try (ReverbTester reverb = start()) {
            InMemoryClient first = join(reverb, "orders");
            join(reverb, "orders", 99);
            first.skip();
            reverb.advance(Duration.ofMillis(500));

            InMemoryClient last = join(reverb, "orders");
            assertThat(told(first)).containsExactly(count("orders", 101));
            assertThat(told(last)).hasSize(2).endsWith(count("orders", 101));

            join(reverb, "orders", 3);
            leave(1);
            reverb.advance(Duration.ofMillis(1_499));
            assertThat(told(first)).isEmpty();
            reverb.advance(Duration.ofMillis(1));
            assertThat(told(first)).containsExactly(count("orders", 103));
            assertThat(told(last)).containsExactly(count("orders", 103));

            reverb.advance(Duration.ofSeconds(5));
            assertThat(told(first)).isEmpty();
        }
    }

    @Test
    void aChangeASecondAfterTheLastCountIsToldAtOnce() {
        try (ReverbTester reverb = start()) {
            InMemoryClient first = join(reverb, "orders");
            join(reverb, "orders", 99);
            reverb.advance(Duration.ofMillis(500));
            join(reverb, "orders", 2);
            reverb.advance(Duration.ofMillis(999));
            first.skip();
            join(reverb, "orders");
            assertThat(told(first)).isEmpty();

            reverb.advance(Duration.ofMillis(1));
            join(reverb, "orders");
            assertThat(told(first)).containsExactly(count("orders", 104));

            // It was due as well; that is settled, and a second from the last count begins anew.
            join(reverb, "orders");
            reverb.advance(Duration.ofMillis(1_499));
            assertThat(told(first)).isEmpty();
            reverb.advance(Duration.ofMillis(1));
            assertThat(told(first)).containsExactly(count("orders", 105));
        }
    }

    @Test
    void whatIsToldBySweepsIsASecondApartToo() {
        try (ReverbTester reverb = start()) {
            InMemoryClient first = join(reverb, "orders");
            join(reverb, "orders", 101);
            first.skip();
            for (int i = 1; i <= 5; i++) {
                reverb.advance(Duration.ofSeconds(1));
                assertThat(told(first)).containsExactly(count("orders", 101 + i));
                join(reverb, "orders");
                assertThat(told(first)).isEmpty();
            }
        }
    }

    @Test
    void backAtAHundredEveryChangeIsToldAgain() {
        try (ReverbTester reverb = start()) {
            InMemoryClient first = join(reverb, "orders");
            join(reverb, "orders", 102);
            first.skip();
            leave(2);
            assertThat(told(first)).isEmpty();
            leave(1);
            assertThat(told(first)).containsExactly(count("orders", 100));
            reverb.advance(Duration.ofSeconds(3));
            assertThat(told(first)).isEmpty();
        }
    }

    @Test
    void aroundAHundredTheCountsOfMoreStayASecondApart() {
        try (ReverbTester reverb = start()) {
            InMemoryClient first = join(reverb, "orders");
            join(reverb, "orders", 100);
            first.skip();
            for (int i = 0; i < 5; i++) {
                leave(1);
                join(reverb, "orders");
            }
            assertThat(told(first)).hasSize(5).containsOnly(count("orders", 100));
            reverb.advance(Duration.ofSeconds(2));
            assertThat(told(first)).containsExactly(count("orders", 101));
        }
    }

    @Test
    void eachChannelHasASecondOfItsOwn() {
        try (ReverbTester reverb = start()) {
            InMemoryClient first = join(reverb, "orders");
            join(reverb, "orders", 100);
            InMemoryClient other = join(reverb, "news");
            join(reverb, "news", 100);
            first.skip();
            assertThat(told(other)).endsWith(count("news", 101));
            join(reverb, "news");
            join(reverb, "orders");
            assertThat(told(other)).isEmpty();
            reverb.advance(Duration.ofSeconds(2));
            assertThat(told(first)).containsExactly(count("orders", 102));
            assertThat(told(other)).containsExactly(count("news", 102));
        }
    }

    @Test
    void aChannelThatGoesWhileItsCountIsDueIsForgotten() {
        try (ReverbTester reverb = start()) {
            join(reverb, "orders", 103);
            leave(103);
            InMemoryClient next = join(reverb, "orders");
            assertThat(told(next)).hasSize(2).endsWith(count("orders", 1));
            reverb.advance(Duration.ofSeconds(3));
            assertThat(told(next)).isEmpty();
        }
    }

    @Test
    void itIsASettingOfWhoComesOrGoes() {
        Changing applications = new Changing();
        try (ReverbTester reverb = start(ReverbTester.builder()
                .ownProvider()
                .application(COUNTING)
                .server(server -> server.applicationProvider(applications)))) {
            PusherClient quiet = reverb.connect();
            quiet.subscribe("orders").expectSubscribed("orders").expectNothing();
            applications.present = COUNTING;
            PusherClient counting = reverb.connect();
            counting.subscribe("orders").expectSubscribed("orders").expectText(count("orders", 2));
            quiet.expectText(count("orders", 2)).unsubscribe("orders");
            counting.expectNothing();
            quiet.subscribe("orders").expectSubscribed("orders");
            counting.unsubscribe("orders").expectNothing();
            quiet.expectText(count("orders", 1)).expectNothing();
        }
    }

    /** An application whose settings change while it is served. */
    private static final class Changing implements ApplicationProvider {

        private Application present = Application.of("app-id", "app-key", "app-secret");

        @Override
        public CompletionStage<Optional<Application>> findByKey(String key) {
            return completedFuture(Optional.of(present));
        }

        @Override
        public CompletionStage<Optional<Application>> findById(String id) {
            return completedFuture(Optional.of(present));
        }
    }
}

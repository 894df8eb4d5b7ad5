package dev.reverb.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.FactServer;
import dev.reverb.internal.channels.Fact;
import dev.reverb.tck.Framing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What channels tell of their counts: in the rhythm in which their subscribers are told. */
class SubscriptionCountFactTest {

    private static final ChannelName ORDERS = ChannelName.of("orders");

    private static final Application QUIET = Application.of("app-id", "app-key", "app-secret");
    private static final Application COUNTING = Application.builder("app-id", "app-key", "app-secret")
            .subscriptionCountEvents(true)
            .build();

    private final FactServer server = new FactServer(COUNTING, 2, Framing.RAW);
    private final FactRecorder facts = new FactRecorder();

    SubscriptionCountFactTest() {
        server.tell(facts);
    }

    private FactClient join(int lane) {
        return new FactClient(server, lane).subscribe("orders");
    }

    private static Fact count(int count) {
        return new Fact.SubscriptionCount(ORDERS, count);
    }

    @Test
    void everyCountIsToldDownToNone() {
        FactClient ada = join(0);
        FactClient bob = join(1);
        bob.vanish();
        ada.unsubscribe("orders");
        assertThat(facts.take())
                .containsExactly(
                        new Fact.Occupied(ORDERS), count(1), count(2), count(1), count(0), new Fact.Vacated(ORDERS));
    }

    @Test
    void itComesLastOfWhatAJoinTells() {
        ChannelName price = ChannelName.of("cache-price");
        new FactClient(server, 0).subscribe("cache-price");
        assertThat(facts.take())
                .containsExactly(
                        new Fact.Occupied(price), new Fact.CacheMiss(price), new Fact.SubscriptionCount(price, 1));
    }

    @Test
    void presenceChannelsCountMembersInstead() {
        ChannelName room = ChannelName.of("presence-room");
        new FactClient(server, 0).subscribe("presence-room", "7");
        assertThat(facts.take()).containsExactly(new Fact.Occupied(room), new Fact.MemberAdded(room, "7"));
    }

    @Test
    void pastAHundredTheLastOfASecondIsTold() {
        for (int i = 0; i < 100; i++) {
            join(i % 2);
        }
        assertThat(facts.take()).hasSize(101).endsWith(count(99), count(100));
        FactClient one = join(0);
        assertThat(facts.take()).containsExactly(count(101));
        join(1);
        join(0);
        one.vanish();
        assertThat(facts.take()).isEmpty();
        server.advance(Duration.ofSeconds(1));
        assertThat(facts.take()).containsExactly(count(102));
        server.advance(Duration.ofSeconds(3));
        assertThat(facts.take()).isEmpty();
    }

    @Test
    void aCountThatIsDueWhenOthersEmptyTheChannelIsForgotten() {
        server.serve(QUIET);
        List<FactClient> quiet = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            quiet.add(join(i % 2));
        }
        server.serve(COUNTING);
        server.tell(facts);
        facts.take();
        FactClient one = join(0);
        FactClient other = join(1);
        assertThat(facts.take()).containsExactly(count(102));
        one.vanish();
        other.vanish();
        quiet.forEach(FactClient::vanish);
        assertThat(facts.take()).containsExactly(new Fact.Vacated(ORDERS));

        join(0);
        assertThat(facts.take()).containsExactly(new Fact.Occupied(ORDERS), count(1));
        server.advance(Duration.ofSeconds(3));
        assertThat(facts.take()).isEmpty();
    }
}

package dev.reverb.internal.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Facts as channels ask for them: all kinds, for whom wants them. What makes them is seen in the tests of the engine. */
class ChannelFactsTest {

    private final ChannelFacts facts = new ChannelFacts();
    private final List<WebhookEventType> asked = new ArrayList<>();
    private final List<Fact> told = new ArrayList<>();

    private FactSink sink(boolean wanting) {
        return new FactSink() {
            @Override
            public boolean wants(WebhookEventType type, ChannelName channel) {
                asked.add(type);
                return wanting;
            }

            @Override
            public void accept(Fact fact) {
                told.add(fact);
            }
        };
    }

    private void tellEverything(String channel) {
        ChannelName name = ChannelName.of(channel);
        facts.occupied(name);
        facts.vacated(name);
        facts.memberAdded(name, "7");
        facts.memberRemoved(name, "7");
        facts.clientEvent(Fact.ClientEvent.of(name, "client-e", null, new SocketId(1, 2), null));
        facts.cacheMiss(name);
        facts.subscriptionCount(name, 3);
    }

    @Test
    void everyKindIsAskedForAndTold() {
        facts.tell(sink(true));
        tellEverything("news");
        assertThat(asked).containsExactly(WebhookEventType.values());
        assertThat(told).extracting(Fact::type).containsExactly(WebhookEventType.values());
    }

    @Test
    void whatIsNotWantedIsNotTold() {
        facts.tell(sink(false));
        tellEverything("news");
        assertThat(asked).containsExactly(WebhookEventType.values());
        assertThat(told).isEmpty();
        assertThat(facts.wantsClientEvents(ChannelName.of("news"))).isFalse();
    }

    @Test
    void nobodyIsToldOfTheChannelsOfUsers() {
        facts.tell(sink(true));
        tellEverything("#server-to-user-7");
        assertThat(asked).isEmpty();
        assertThat(told).isEmpty();
        assertThat(facts.wantsClientEvents(ChannelName.of("#server-to-user-7"))).isFalse();
    }

    @Test
    void aClientEventThatNobodyWantedWhenItCameIsNotTold() {
        facts.tell(sink(true));
        facts.clientEvent(null);
        assertThat(told).isEmpty();
    }
}

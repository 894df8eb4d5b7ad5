package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens on a lane between two slices of one fan-out. */
class FanOutTest {

    private static final String ONE = "{\"event\":\"one\",\"channel\":\"orders\",\"data\":\"{}\"}";
    private static final String TWO = "{\"event\":\"two\",\"channel\":\"orders\",\"data\":\"{}\"}";
    private static final String NEWS = "{\"event\":\"flash\",\"channel\":\"news\",\"data\":\"{}\"}";

    private final List<PusherClient> many = new ArrayList<>();
    private ReverbTester reverb;
    private InMemoryTransport transport;
    private PusherClient slow;

    @BeforeEach
    void start() {
        reverb = ReverbTester.start();
        transport = reverb.transport();
        for (int i = 0; i < 300; i++) {
            many.add(reverb.connect().subscribe("orders").expectSubscribed("orders"));
        }
        slow = reverb.connect().subscribe("news").expectSubscribed("news");
    }

    @AfterEach
    void stop() {
        transport.automatic();
        reverb.close();
    }

    private void publish(String channel, String event) {
        reverb.server().publish(reverb.application().id(), channel, event, "{}");
    }

    /** Publishes two events and writes them to the first 128 subscribers. */
    private void publishAndWriteOneSlice() {
        transport.manual();
        publish("orders", "one");
        publish("orders", "two");
        transport.lane(0).runTurn();
        assertThat(many.get(127).socket().unread()).hasSize(2);
        assertThat(many.get(128).socket().unread()).isEmpty();
    }

    private void everybodyGotBoth() {
        transport.automatic();
        many.forEach(client -> client.expectText(ONE).expectText(TWO).expectNothing());
    }

    @Test
    void aBacklogThatIsWrittenLeavesTheRestOfTheBatchAsItIs() {
        slow.socket().allowWrites(10);
        publish("news", "flash");
        transport.settle();
        publishAndWriteOneSlice();

        slow.socket().unblockWrites();
        transport.lane(0).runOne();

        everybodyGotBoth();
        slow.expectText(NEWS).expectNothing();
    }

    @Test
    void aBatchOfAnotherChannelComesBetweenAndLeavesItAsItIs() {
        publishAndWriteOneSlice();
        publish("news", "flash");
        everybodyGotBoth();
        slow.expectText(NEWS).expectNothing();
    }

    @Test
    void aShortWriteLeavesTheOthersWhole() {
        many.get(5).socket().allowWrites(7);
        many.get(200).socket().allowWrites(ONE.length() + 9);
        publishAndWriteOneSlice();
        transport.settle();
        many.get(5).socket().unblockWrites();
        many.get(200).socket().unblockWrites();
        everybodyGotBoth();
    }

    @Test
    void whoGoesInTheMiddleIsNotMissed() {
        publishAndWriteOneSlice();
        many.remove(299).socket().vanish();
        many.remove(0).socket().vanish();
        everybodyGotBoth();
    }
}

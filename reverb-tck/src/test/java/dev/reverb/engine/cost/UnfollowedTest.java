package dev.reverb.engine.cost;

import dev.reverb.channel.Member;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.CountingTransport;
import dev.reverb.tck.PusherMessage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the steps allocate that facts are told of, where nobody follows them and no counts are told: a twentieth above what they
 * did before there were facts and counts.
 */
class UnfollowedTest extends CostCase {

    private static void assertJoinAndLeaveAllocate(long atMost, CountingTransport transport, String channel) {
        CountingConnection client = connect(transport);
        String member =
                channel.startsWith("presence-") ? PusherMessage.channelData(new Member("7", Optional.empty())) : null;
        byte[] both = ClientFrame.join(
                ClientFrame.text(PusherMessage.subscribe(APPLICATION, client.socketId(), channel, member)),
                ClientFrame.text(PusherMessage.unsubscribe(channel)));
        assertAllocates(atMost, () -> receive(transport, client, both));
    }

    private static void receive(CountingTransport transport, CountingConnection client, byte[] frames) {
        client.receive(frames);
        transport.settle();
    }

    @Test
    void theFirstSubscriptionAndTheLast() {
        assertJoinAndLeaveAllocate(1_520, start(), "orders");
    }

    @Test
    void oneSubscriptionMoreOrLess() {
        assertJoinAndLeaveAllocate(1_400, subscribe(start(), 2, "orders"), "orders");
    }

    @Test
    void aMissAtACacheChannel() {
        assertJoinAndLeaveAllocate(1_870, start(), "cache-orders");
    }

    @Test
    void aMember() {
        assertJoinAndLeaveAllocate(6_480, start(), "presence-room");
    }

    @Test
    void aClientEvent() {
        CountingTransport transport = subscribe(start(), 1, "private-pair");
        CountingConnection sender = connect(transport).subscribe(APPLICATION, "private-pair");
        byte[] whisper = ClientFrame.text(PusherMessage.whisper("private-pair", "client-typing", DATA));
        assertAllocates(1_160, () -> receive(transport, sender, whisper));
    }
}

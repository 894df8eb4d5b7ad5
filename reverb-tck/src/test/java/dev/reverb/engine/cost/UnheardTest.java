package dev.reverb.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.event.ConnectionClosed;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.ServerListener;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.tck.Allocation;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.CountingTransport;
import dev.reverb.tck.PusherMessage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What no listener overrides is not made: with such listeners everything allocates what it does without any, to the byte. */
class UnheardTest extends CostCase {

    private static final ServerListener NOTHING = new ServerListener() {};

    /** Wants the rarest of events. */
    private static final ServerListener LITTLE = new ServerListener() {
        @Override
        public void onConnectionClosed(ConnectionClosed event) {}

        @Override
        public void onEventsMissed(EventsMissed event) {}
    };

    private static final List<ServerListener> UNTOLD = List.of(NOTHING, LITTLE);

    private CountingTransport start(List<ServerListener> listeners) {
        return start(1, written -> {}, server -> listeners.forEach(server::listener));
    }

    private long publishing(List<ServerListener> listeners) {
        CountingTransport transport = subscribe(start(listeners), 100, "orders");
        HttpRequest event = publish("orders");
        return leastOf(() -> transport.request(event));
    }

    private long whispering(List<ServerListener> listeners) {
        CountingTransport transport = subscribe(start(listeners), 1, "private-pair");
        CountingConnection sender = connect(transport).subscribe(APPLICATION, "private-pair");
        byte[] whisper = ClientFrame.text(PusherMessage.whisper("private-pair", "client-typing", DATA));
        return leastOf(() -> receive(transport, sender, whisper));
    }

    private long joiningAndLeaving(List<ServerListener> listeners) {
        CountingTransport transport = start(listeners);
        CountingConnection client = connect(transport);
        byte[] both = ClientFrame.join(
                ClientFrame.text(PusherMessage.subscribe(APPLICATION, client.socketId(), "cache-orders", null)),
                ClientFrame.text(PusherMessage.unsubscribe("cache-orders")));
        return leastOf(() -> receive(transport, client, both));
    }

    /** Of many rounds the best: what it is once compiled. */
    private static long leastOf(Runnable operation) {
        return LongStream.range(0, 300)
                .map(round -> Allocation.ofOperation(Long.MAX_VALUE, operation))
                .min()
                .orElseThrow();
    }

    private static void receive(CountingTransport transport, CountingConnection client, byte[] frames) {
        client.receive(frames);
        transport.settle();
    }

    @Test
    void publishingCostsTheSame() {
        assertThat(publishing(UNTOLD)).isEqualTo(publishing(List.of()));
    }

    @Test
    void aClientEventCostsTheSame() {
        assertThat(whispering(UNTOLD)).isEqualTo(whispering(List.of()));
    }

    @Test
    void joiningAndLeavingCostTheSame() {
        assertThat(joiningAndLeaving(UNTOLD)).isEqualTo(joiningAndLeaving(List.of()));
    }

    @Test
    void aListenerOfNothingHasNoThread() {
        Set<Thread> before = listening();
        start(List.of(NOTHING));
        assertThat(listening()).isSubsetOf(before);
        start(List.of(LITTLE));
        assertThat(listening()).anyMatch(thread -> !before.contains(thread));
    }

    private static Set<Thread> listening() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("reverb-listener-"))
                .collect(Collectors.toSet());
    }
}

package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.Lane;
import dev.reverb.tck.Allocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a fan-out over real sockets allocates on the transport's lanes. Clients and publisher are on the test's thread. */
abstract class AllocationCases extends ServerCase {

    private static final int SUBSCRIBERS = 1_000;

    /** Events of which the average is taken, and how often that is tried, until the code is warm. */
    private static final int ROUND = 10;

    private static final int WARM_UP_ROUNDS = 8;
    private static final int MAX_ROUNDS = 40;

    /**
     * Bytes for each further subscriber. The smallest object has 16, so this means none for any of them; but each slice of 128
     * writes is a turn of the transport's event loop, which may cost one or another.
     */
    private static final long BOUND = 2;

    private final List<PusherLink> subscribers = new ArrayList<>();

    AllocationCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @Test
    void aFanOutAllocatesNothingPerSubscriber() throws Exception {
        ReverbServer server = start();
        subscribe();
        long forThousand = Long.MAX_VALUE;
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            forThousand = Math.min(forThousand, ofEvent(server));
        }
        subscribe();
        long bound = forThousand + SUBSCRIBERS * BOUND;
        long forTwoThousand = Long.MAX_VALUE;
        for (int i = 0; i < MAX_ROUNDS && forTwoThousand > bound; i++) {
            forTwoThousand = Math.min(forTwoThousand, ofEvent(server));
        }
        assertThat(forTwoThousand).isLessThanOrEqualTo(bound);
    }

    private void subscribe() throws IOException {
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers.add(connect("orders"));
        }
    }

    /** Bytes for one event to all subscribers, on all lanes. */
    private long ofEvent(ReverbServer server) throws Exception {
        long before = allocated();
        for (int i = 0; i < ROUND; i++) {
            server.publish(APPLICATION.id(), "orders", "OrderShipped", "{\"id\":42}");
            for (PusherLink subscriber : subscribers) {
                subscriber.expect("OrderShipped", "orders", "{\"id\":42}");
            }
        }
        return (allocated() - before) / ROUND;
    }

    /** What the threads of the lanes have allocated, once they have done what was posted to them. */
    private long allocated() throws Exception {
        long sum = 0;
        for (Lane lane : underTest().transport().lanes()) {
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            lane.execute(() -> thread.complete(Thread.currentThread()));
            await("the lane", thread::isDone);
            sum += Allocation.ofThread(thread.get());
        }
        return sum;
    }
}

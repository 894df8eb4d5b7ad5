package dev.reverb.broadcasting.testing;

import dev.reverb.broadcasting.Broadcast;
import dev.reverb.broadcasting.Broadcaster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Records what a test broadcasts, and sends it nowhere. Safe for any thread.
 *
 * <pre>{@code
 * BroadcastFake fake = BroadcastFake.create();
 * new OrderService(fake.broadcaster()).ship(1);
 * fake.assertBroadcast(OrderShipped.class).on("orders.1").once();
 * }</pre>
 */
public final class BroadcastFake {

    private final List<Broadcast> recorded = new CopyOnWriteArrayList<>();
    private final Broadcaster broadcaster;

    private BroadcastFake(Consumer<Broadcaster.Builder> settings) {
        Broadcaster.Builder builder = Broadcaster.builder();
        settings.accept(builder);
        broadcaster = builder.fallbackConnection(message -> CompletableFuture.completedFuture(null))
                .onBroadcast(recorded::add)
                .build();
    }

    /**
     * A fake with the defaults, which knows connections of any name.
     *
     * @return a fake that has recorded nothing
     */
    public static BroadcastFake create() {
        return create(builder -> {});
    }

    /**
     * A fake with settings, such as the package of events.
     *
     * @param settings told the builder
     * @return a fake that has recorded nothing
     */
    public static BroadcastFake create(Consumer<Broadcaster.Builder> settings) {
        return new BroadcastFake(settings);
    }

    /**
     * What the tested code broadcasts by.
     *
     * @return always the same
     */
    public Broadcaster broadcaster() {
        return broadcaster;
    }

    /**
     * What was broadcast, in its order.
     *
     * @return a copy
     */
    public List<Broadcast> broadcasts() {
        return List.copyOf(recorded);
    }
}

package dev.reverb.broadcasting.testing;

import dev.reverb.EncryptionMasterKey;
import dev.reverb.broadcasting.Broadcast;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.connection.NullConnection;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Records what a test broadcasts, and sends it nowhere:
 *
 * <pre>{@code
 * BroadcastFake fake = BroadcastFake.create();
 * new OrderService(fake.broadcaster()).ship(1);
 *
 * fake.assertBroadcast(OrderShipped.class).onPrivate("orders.1").toOthers().once();
 * fake.assertNotBroadcast(OrderCancelled.class);
 * }</pre>
 *
 * <p>Everything is recorded before {@code send} returns. An event whose {@code broadcastWhen()} says no, or that goes to no channel, is not
 * broadcast and not recorded. Safe for any thread. The assertions take AssertJ.
 */
public final class BroadcastFake {

    private final List<Broadcast> recorded = new CopyOnWriteArrayList<>();
    private final Broadcaster broadcaster;

    private BroadcastFake(Consumer<Broadcaster.Builder> settings) {
        Broadcaster.Builder builder = Broadcaster.builder().encryptionKey(anyKey());
        settings.accept(builder);
        broadcaster = builder.fallbackConnection(NullConnection.create())
                .queue(new NoQueue())
                .onBroadcast(recorded::add)
                .build();
    }

    private static EncryptionMasterKey anyKey() {
        return EncryptionMasterKey.ofBase64(Base64.getEncoder().encodeToString(new byte[EncryptionMasterKey.LENGTH]));
    }

    /**
     * A fake with the defaults, which knows connections of any name, and has a key for encrypted channels.
     *
     * @return a fake that has recorded nothing
     */
    public static BroadcastFake create() {
        return create(builder -> {});
    }

    /**
     * A fake with settings, such as the package of events. Its queue, its listener to broadcasts and its connection for all names without
     * one are the fake's own, whatever the settings say. They had better add no connection: {@code sendNow} would use it.
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

    /**
     * The events of a type that were broadcast, in their order.
     *
     * @param type their class, or one above it
     * @param <E> the same
     * @return the events themselves, not copies
     */
    public <E extends ShouldBroadcast> List<E> events(Class<E> type) {
        return recorded.stream()
                .flatMap(broadcast -> broadcast.source().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Forgets what was recorded. */
    public void clear() {
        recorded.clear();
    }

    /**
     * Asserts that an event of a type was broadcast, at least once.
     *
     * @param type its class, or one above it
     * @return further assertions, about those of the type
     * @param <E> the type
     * @throws AssertionError where none was
     */
    public <E extends ShouldBroadcast> BroadcastAssert<E> assertBroadcast(Class<E> type) {
        return BroadcastAssert.begin(this, "of " + type.getName(), isOf(type), type);
    }

    /**
     * Asserts that an event of a name was broadcast, at least once; it may be an anonymous one.
     *
     * @param event the name as it goes over the wire, such as {@code App\Events\OrderShipped} or {@code OrderPlaced}
     * @return further assertions, about those of the name
     * @throws AssertionError where none was
     */
    public BroadcastAssert<ShouldBroadcast> assertBroadcast(String event) {
        return BroadcastAssert.begin(this, "named " + event, isNamed(event), ShouldBroadcast.class);
    }

    /**
     * Asserts that no event of a type was broadcast.
     *
     * @param type the class, or one above it
     * @throws AssertionError where one was
     */
    public void assertNotBroadcast(Class<? extends ShouldBroadcast> type) {
        assertNone("of " + type.getName(), isOf(type));
    }

    /**
     * Asserts that no event of a name was broadcast.
     *
     * @param event the name as it goes over the wire
     * @throws AssertionError where one was
     */
    public void assertNotBroadcast(String event) {
        assertNone("named " + event, isNamed(event));
    }

    /**
     * Asserts that nothing was broadcast.
     *
     * @throws AssertionError where anything was
     */
    public void assertNothingBroadcast() {
        assertNone("at all", broadcast -> true);
    }

    private void assertNone(String what, Predicate<Broadcast> condition) {
        List<Broadcast> found = recorded.stream().filter(condition).toList();
        if (!found.isEmpty()) {
            throw new AssertionError("Expected no broadcast " + what + ", but there " + BroadcastAssert.list(found));
        }
    }

    private static Predicate<Broadcast> isOf(Class<?> type) {
        return broadcast -> broadcast.source().filter(type::isInstance).isPresent();
    }

    private static Predicate<Broadcast> isNamed(String event) {
        return broadcast -> broadcast.event().equals(event);
    }

    /** Nothing waits anywhere. */
    private static final class NoQueue implements BroadcastQueue {

        @Override
        public void start(BroadcastDelivery delivery) {}

        @Override
        public void push(QueuedBroadcast broadcast) {}

        @Override
        public void close() {}
    }
}

package dev.reverb.broadcasting;

import dev.reverb.EncryptionMasterKey;
import dev.reverb.broadcasting.internal.TypeNames;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import dev.reverb.broadcasting.spi.TransactionBinding;
import dev.reverb.spi.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends events to browsers, by the server in the same process or by others over HTTP.
 *
 * <pre>{@code
 * Broadcaster broadcaster = Broadcaster.builder()
 *         .connection("reverb", LocalConnection.to(server, "my-app-id"))
 *         .events("com.acme.events")
 *         .build();
 *
 * broadcaster.send(new OrderShipped(7, "DHL"));
 * broadcaster.event(new OrderShipped(7, "DHL")).toOthers().send();
 * broadcaster.onPrivate("orders.7").named("OrderPlaced").with(order).send();
 * }</pre>
 *
 * <p>One for an application. Safe for any thread. {@link #send} never waits for a server; {@link #sendNow} and {@link #close} do.
 */
public final class Broadcaster implements AutoCloseable {

    /** The queue of events that do not say another: {@value}. */
    public static final String DEFAULT_QUEUE = "default";

    private final Dispatcher dispatcher;
    private final ObjectMapper mapper;
    private final TransactionBinding transactions;

    private Broadcaster(Builder builder) {
        mapper = builder.mapper;
        transactions = builder.transactions;
        dispatcher = new Dispatcher(
                new EventRenderer(
                        mapper, TypeNames.of(builder.eventPackage, builder.namespace), builder.defaultConnection()),
                new MessageSplitter(builder.encryptionKey),
                new Connections(builder.connections, builder.fallback),
                builder.queue == null ? MemoryQueue.create() : builder.queue,
                builder.onBroadcast,
                new Failures(builder.ticker, builder.onFailure));
        dispatcher.start();
    }

    /**
     * Begins a broadcaster.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Sends an event: it is rendered on this thread, as it is now, and goes to its connections through the queue. What the queue or the
     * server does not take is dropped, logged and told to {@link Builder#onFailure}; it is not thrown here.
     *
     * <p>A {@link ShouldBroadcastNow} is {@linkplain #sendNow sent at once}; a {@link ShouldBroadcastAfterCommit} when the transaction at
     * hand has been committed.
     *
     * @param event what to send
     * @throws BroadcastException where it cannot be rendered; not of an event that {@link ShouldRescue}
     * @throws RuntimeException what the event's own methods throw; not of one that {@code ShouldRescue}
     */
    public void send(ShouldBroadcast event) {
        event(event).send();
    }

    /**
     * Sends an event past the queue, and waits until each of its connections has it. Not for a thread of a server in the same process,
     * such as one that completes a stage of {@link dev.reverb.ReverbServer}.
     *
     * <p>Of a {@link ShouldBroadcastAfterCommit} within a transaction it returns before it is sent, and throws nothing: what fails then
     * goes to the log by what knows the transaction, or is thrown where a {@link TransactionScope} is {@code committed()}.
     *
     * @param event what to send
     * @throws BroadcastException where it cannot be rendered, or a server has not taken it: the first failure, the others suppressed in it;
     *     what could be sent has been. Not of an event that {@link ShouldRescue}
     * @throws RuntimeException what the event's own methods throw; not of one that {@code ShouldRescue}
     */
    public void sendNow(ShouldBroadcast event) {
        event(event).sendNow();
    }

    /**
     * Begins to send an event, with more to be said of it.
     *
     * @param event what to send
     * @return sent by its {@code send()} or {@code sendNow()}
     */
    public PendingBroadcast event(ShouldBroadcast event) {
        return new PendingBroadcast(this, event);
    }

    /**
     * Begins an event without a class, on channels by their whole names.
     *
     * @param names such as {@code orders}
     * @return sent by its {@code send()} or {@code sendNow()}
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent on(String... names) {
        return new AnonymousEvent(this).on(names);
    }

    /**
     * Begins an event without a class.
     *
     * @param channels where it goes
     * @return sent by its {@code send()} or {@code sendNow()}
     */
    public AnonymousEvent on(Channel... channels) {
        return new AnonymousEvent(this).on(channels);
    }

    /**
     * Begins an event without a class, on private channels.
     *
     * @param names without the prefix
     * @return sent by its {@code send()} or {@code sendNow()}
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent onPrivate(String... names) {
        return new AnonymousEvent(this).onPrivate(names);
    }

    /**
     * Begins an event without a class, on presence channels.
     *
     * @param names without the prefix
     * @return sent by its {@code send()} or {@code sendNow()}
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent onPresence(String... names) {
        return new AnonymousEvent(this).onPresence(names);
    }

    /**
     * Begins an event without a class, on encrypted channels.
     *
     * @param names without the prefix
     * @return sent by its {@code send()} or {@code sendNow()}
     * @throws IllegalArgumentException where one is no channel name
     */
    public AnonymousEvent onEncryptedPrivate(String... names) {
        return new AnonymousEvent(this).onEncryptedPrivate(names);
    }

    /**
     * Publishes what came out of a queue of one's own, once and at once.
     *
     * @param broadcast as it was {@linkplain BroadcastQueue#push pushed}, here or by another process
     * @return completes when the server has taken it; with a {@link BroadcastException} where not, whose
     *     {@linkplain BroadcastException.Reason#isRetryable reason} says whether to try again
     */
    public CompletionStage<Void> deliver(QueuedBroadcast broadcast) {
        return dispatcher.deliver(broadcast);
    }

    /**
     * How many messages were dropped: what {@link Builder#onFailure} was told of.
     *
     * @return the number since the broadcaster was built
     */
    public long dropped() {
        return dispatcher.dropped();
    }

    /**
     * What writes the events' data.
     *
     * @return the mapper
     */
    public ObjectMapper objectMapper() {
        return mapper;
    }

    void broadcast(ShouldBroadcast event, Routing routing, boolean now) {
        Routing asSaidNow = routing.copy();
        Runnable sending = () -> rescueOrDispatch(event, asSaidNow, now);
        if (!(event instanceof ShouldBroadcastAfterCommit) || !transactions.afterCommit(sending)) {
            sending.run();
        }
    }

    private void rescueOrDispatch(ShouldBroadcast event, Routing routing, boolean now) {
        if (event instanceof ShouldRescue) {
            dispatcher.rescued(event, routing, now);
        } else {
            dispatcher.dispatch(event, routing, now);
        }
    }

    /**
     * Drains the queue, as long as that takes its time for it, and closes it and the connections. What is sent from then on is dropped and
     * reported, and what is sent at once fails. Does nothing the second time.
     */
    @Override
    public void close() {
        dispatcher.close();
    }

    /** Builds a {@link Broadcaster}. Not thread-safe. */
    public static final class Builder {

        /** The namespace of events that are named after their type: {@code App\Events}, as Echo has it by default. */
        public static final String DEFAULT_NAMESPACE = "App\\Events";

        private final Map<String, BroadcastConnection> connections = new LinkedHashMap<>();
        private @Nullable BroadcastConnection fallback;
        private @Nullable String defaultConnection;
        private @Nullable String eventPackage;
        private String namespace = DEFAULT_NAMESPACE;
        private @Nullable EncryptionMasterKey encryptionKey;
        private ObjectMapper mapper = JsonMapper.shared();
        private @Nullable BroadcastQueue queue;
        private TransactionBinding transactions = TransactionBinding.none();
        private Ticker ticker = Ticker.system();
        private Consumer<Broadcast> onBroadcast = broadcast -> {};
        private Consumer<FailedBroadcast> onFailure = failed -> {};

        private Builder() {}

        /**
         * Adds a way to a server. The first that is added is the default, unless {@link #defaultConnection} says another.
         *
         * @param name what events call it, such as {@code reverb}
         * @param connection the way; the broadcaster closes it
         * @return this builder
         */
        public Builder connection(String name, BroadcastConnection connection) {
            connections.put(name, connection);
            return this;
        }

        /**
         * Sets the way for all names that no {@link #connection} was added for. Without it they are refused.
         *
         * @param connection the way; the broadcaster closes it
         * @return this builder
         */
        public Builder fallbackConnection(BroadcastConnection connection) {
            fallback = connection;
            return this;
        }

        /**
         * Sets which connection events go by that do not say another.
         *
         * @param name a name that was or will be added
         * @return this builder
         */
        public Builder defaultConnection(String name) {
            defaultConnection = name;
            return this;
        }

        /**
         * Names events after their types, in the namespace {@code App\Events}; the same as {@link #events(String, String)} with that.
         *
         * @param packageName the package of the application's events
         * @return this builder
         */
        public Builder events(String packageName) {
            return events(packageName, DEFAULT_NAMESPACE);
        }

        /**
         * Names events after their types: with {@code events("com.acme.events", "App\\Events")}, {@code com.acme.events.OrderShipped} is
         * {@code App\Events\OrderShipped}, and {@code com.acme.events.orders.Shipped} is {@code App\Events\Orders\Shipped}. Types of other
         * packages, and all types without this setting, have the namespace and their own name. Types that a type lies in are no part of its
         * name.
         *
         * @param packageName the package of the application's events
         * @param eventNamespace what stands for it, and Echo's {@code namespace} option; empty for none
         * @return this builder
         */
        public Builder events(String packageName, String eventNamespace) {
            eventPackage = packageName;
            namespace = eventNamespace;
            return this;
        }

        /**
         * Sets the key that encrypted channels need; without it, sending there fails.
         *
         * @param key the same that clients are authorized with
         * @return this builder
         */
        public Builder encryptionKey(EncryptionMasterKey key) {
            encryptionKey = key;
            return this;
        }

        /**
         * Sets what writes the events' data.
         *
         * @param newMapper Jackson's defaults by default
         * @return this builder
         */
        public Builder objectMapper(ObjectMapper newMapper) {
            mapper = newMapper;
            return this;
        }

        /**
         * Sets where messages wait.
         *
         * @param newQueue {@link MemoryQueue#create()} by default; the broadcaster starts and closes it
         * @return this builder
         */
        public Builder queue(BroadcastQueue newQueue) {
            queue = newQueue;
            return this;
        }

        /**
         * Sets what knows the transaction at hand, for events that are {@link ShouldBroadcastAfterCommit}.
         *
         * @param binding none by default
         * @return this builder
         */
        public Builder afterCommit(TransactionBinding binding) {
            transactions = binding;
            return this;
        }

        /**
         * Sets who is told what is broadcast, after it is rendered and before it is sent; for figures and tests.
         *
         * @param listener called on the sending thread, concurrently; had better be short. What it throws is logged
         * @return this builder
         */
        public Builder onBroadcast(Consumer<Broadcast> listener) {
            onBroadcast = listener;
            return this;
        }

        /**
         * Sets who is told what is dropped: what a queue did not take, or could not deliver and gave up; and what an event that
         * {@link ShouldRescue} would have thrown. It is logged in any case.
         *
         * @param listener called on the thread where it happens, concurrently; had better be short. What it throws is logged
         * @return this builder
         */
        public Builder onFailure(Consumer<FailedBroadcast> listener) {
            onFailure = listener;
            return this;
        }

        /**
         * Sets where the time is read, for the pace of warnings.
         *
         * @param newTicker the machine's clocks by default
         * @return this builder
         */
        public Builder ticker(Ticker newTicker) {
            ticker = newTicker;
            return this;
        }

        /**
         * Starts the queue.
         *
         * @return a broadcaster
         * @throws IllegalStateException where there is no connection, or none of the default's name
         */
        public Broadcaster build() {
            return new Broadcaster(this);
        }

        private String defaultConnection() {
            String name = defaultConnection;
            if (name == null) {
                name = connections.isEmpty() && fallback != null
                        ? "default"
                        : connections.keySet().stream()
                                .findFirst()
                                .orElseThrow(() -> new IllegalStateException("Give the broadcaster a connection."));
            }
            if (!connections.containsKey(name) && fallback == null) {
                throw new IllegalStateException(
                        "No connection is named \"" + name + "\"; there are " + connections.keySet());
            }
            return name;
        }
    }
}

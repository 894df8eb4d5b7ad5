package dev.reverb.broadcasting;

import dev.reverb.broadcasting.internal.queue.Lanes;
import dev.reverb.broadcasting.internal.queue.QueueSettings;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The default queue: messages wait in memory, and go on threads of the queue's own, virtual ones from Java 21 on.
 *
 * <ul>
 *   <li>Each name of a queue is a queue of its own for each connection: one that is full or stuck does not disturb the others.
 *   <li>What goes to a channel arrives in the order in which it was sent, also when some of it must be tried again. Messages of different
 *       channels go several at a time, and several in one request where the connection takes batches.
 *   <li>A message that fails for a {@linkplain BroadcastException.Reason#isRetryable reason that may pass} is tried again after 1, 2, 4, …,
 *       30 seconds, of which a random part is waited, or after what the server asks for; for {@link Builder#retryFor} at most. So each
 *       arrives once, or more than once where a server took it and its answer was lost.
 *   <li>What waits is {@linkplain Builder#maxMessages bounded}. What is one too many is dropped, and so is what the process did not live to
 *       send.
 *   <li>{@link #close}, which the broadcaster calls, tries everything once more, for {@link Builder#drainTimeout} at most.
 * </ul>
 *
 * <p>Of one broadcaster only. Safe for any thread.
 */
public final class MemoryQueue implements BroadcastQueue {

    private final QueueSettings settings;
    private volatile @Nullable Lanes lanes;

    private MemoryQueue(QueueSettings settings) {
        this.settings = settings;
    }

    /**
     * A queue with the defaults.
     *
     * @return a queue of one broadcaster only
     */
    public static MemoryQueue create() {
        return builder().build();
    }

    /**
     * Begins a queue.
     *
     * @return a builder with the defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How many messages wait or are under way, in all queues together.
     *
     * @return the number of messages, each counted for each connection
     */
    public int waiting() {
        Lanes started = lanes;
        return started == null ? 0 : started.messages();
    }

    /**
     * How many bytes wait or are under way, in all queues together: names and data in UTF-8.
     *
     * @return the number of bytes, each message counted for each connection
     */
    public long waitingBytes() {
        Lanes started = lanes;
        return started == null ? 0 : started.bytes();
    }

    @Override
    public void start(BroadcastDelivery delivery) {
        if (lanes != null) {
            throw new IllegalStateException("A queue is of one broadcaster only");
        }
        lanes = new Lanes(settings, delivery);
    }

    @Override
    public void push(QueuedBroadcast broadcast) {
        Lanes started = lanes;
        if (started == null) {
            throw new IllegalStateException("The queue has not been started");
        }
        started.push(broadcast);
    }

    @Override
    public void close() {
        Lanes started = lanes;
        if (started != null) {
            started.close();
        }
    }

    /** Builds a {@link MemoryQueue}. Not thread-safe. */
    public static final class Builder {

        /** The default of {@link #maxMessages}: {@value}. */
        public static final int DEFAULT_MAX_MESSAGES = 10_000;

        /** The default of {@link #maxBytes}: {@value}, 16 MiB. */
        public static final long DEFAULT_MAX_BYTES = 16L * 1_024 * 1_024;

        /** The default of {@link #maxConcurrent}: {@value}. */
        public static final int DEFAULT_MAX_CONCURRENT = 4;

        /** The default of {@link #retryFor}: five minutes. */
        public static final Duration DEFAULT_RETRY_FOR = Duration.ofMinutes(5);

        /** The default of {@link #drainTimeout}: ten seconds. */
        public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(10);

        private int maxMessages = DEFAULT_MAX_MESSAGES;
        private long maxBytes = DEFAULT_MAX_BYTES;
        private int maxConcurrent = DEFAULT_MAX_CONCURRENT;
        private Duration retryFor = DEFAULT_RETRY_FOR;
        private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;
        private Ticker ticker = Ticker.system();
        private @Nullable Scheduler scheduler;

        private Builder() {}

        /**
         * How many messages may wait or be under way, in each queue for each connection; one more is dropped.
         *
         * @param messages at least 1; {@value #DEFAULT_MAX_MESSAGES} by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxMessages(int messages) {
            maxMessages = (int) atLeast("max_messages", 1, messages);
            return this;
        }

        /**
         * How many bytes may wait or be under way, in each queue for each connection, of names and data in UTF-8; what would be more is
         * dropped.
         *
         * @param bytes at least 1; {@value #DEFAULT_MAX_BYTES} by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxBytes(long bytes) {
            maxBytes = atLeast("max_bytes", 1, bytes);
            return this;
        }

        /**
         * How many requests may be under way or wait to be tried again, in each queue for each connection, of messages without a channel in
         * common.
         *
         * @param requests at least 1; {@value #DEFAULT_MAX_CONCURRENT} by default
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxConcurrent(int requests) {
            maxConcurrent = (int) atLeast("max_concurrent", 1, requests);
            return this;
        }

        /**
         * For how long after it was sent a message is tried again. Each is tried once, however long it has waited.
         *
         * @param time not negative; five minutes by default; zero tries nothing again
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder retryFor(Duration time) {
            atLeast("retry_for", 0, time.toNanos());
            retryFor = time;
            return this;
        }

        /**
         * How long closing waits for what is left.
         *
         * @param timeout not negative; ten seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder drainTimeout(Duration timeout) {
            atLeast("drain_timeout", 0, timeout.toNanos());
            drainTimeout = timeout;
            return this;
        }

        /**
         * Sets where the queue reads the time.
         *
         * @param newTicker the machine's clocks by default
         * @return this builder
         */
        public Builder ticker(Ticker newTicker) {
            ticker = newTicker;
            return this;
        }

        /**
         * Sets what runs delayed tasks.
         *
         * @param newScheduler one daemon thread by default
         * @return this builder
         */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        private static long atLeast(String setting, long minimum, long value) {
            if (value < minimum) {
                throw new IllegalArgumentException(setting + " must be at least " + minimum + ", not " + value);
            }
            return value;
        }

        /**
         * Makes the queue.
         *
         * @return a queue of one broadcaster only
         */
        public MemoryQueue build() {
            return new MemoryQueue(new QueueSettings(
                    maxMessages,
                    maxBytes,
                    maxConcurrent,
                    retryFor,
                    drainTimeout,
                    ticker,
                    scheduler == null ? Scheduler.system() : scheduler));
        }
    }
}

package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes. While Redis is there, a message goes to its topic and comes back from there to this node's own subscribers; the publisher is
 * answered when Redis has it. While Redis is away, it is told to the own subscribers at once and waits in the {@link Outbox} for the
 * others. When the connection breaks, what was under way may have reached the others or not, and the own subscribers or not: it is
 * told here and sent again, and everybody drops by its number what has come before ({@link SeenNumbers}).
 *
 * <p>A message is numbered and written in one step under a lock, so that numbers ascend on each topic. Nobody is called under it.
 */
final class Publisher {

    private static final Logger LOGGER = LoggerFactory.getLogger(Publisher.class);

    /** What a publisher asks of the bus. */
    interface Receivers {

        /** How this node's own subscribers get what is published now. */
        Hearing hear(Parcel parcel);

        /**
         * Leaves a message for this node's own in their order, without telling it yet.
         *
         * @return the queue to drain once no lock is held; null where there is none, or somebody else drains it
         */
        @Nullable
        SerialQueue tellOwn(Parcel parcel, long number);

        /** Redis has answered with an error, or not at all. */
        void failed(Standing standing, Throwable failure);
    }

    /** How a node's own subscribers get what it publishes. */
    enum Hearing {
        /** It has none. */
        NOT,
        /** From the topic. */
        ECHO,
        /** From here: the topic is not subscribed to yet. */
        AT_ONCE
    }

    /** What is published: an event on a channel, or the order to close a user's connections. */
    sealed interface Parcel {

        /** Who waits for it. */
        CompletableFuture<Void> promise();

        /** An event. */
        record ToChannel(ChannelAddress address, BusMessage message, CompletableFuture<Void> promise)
                implements Parcel {}

        /** The connections of a user are to be closed. */
        record Terminate(String appId, String userId, CompletableFuture<Void> promise) implements Parcel {}
    }

    private final Outbox<Parcel> outbox;
    private final NodeId sender;
    private final Receivers receivers;
    private @Nullable Standing standing;

    Publisher(Outbox<Parcel> outbox, NodeId sender, Receivers receivers) {
        this.outbox = outbox;
        this.sender = sender;
        this.receivers = receivers;
    }

    CompletionStage<Void> publish(ChannelAddress address, BusMessage message) {
        return publish(new Parcel.ToChannel(address, message, new CompletableFuture<>()), message.payload().length);
    }

    CompletionStage<Void> terminate(String appId, String userId) {
        return publish(new Parcel.Terminate(appId, userId, new CompletableFuture<>()), userId.length());
    }

    private CompletionStage<Void> publish(Parcel parcel, int bytes) {
        Standing now;
        Outbox.Entry<Parcel> entry;
        CompletionStage<?> answer = null;
        SerialQueue queue = null;
        synchronized (this) {
            now = standing;
            try {
                if (now == null) {
                    expire();
                }
                entry = outbox.add(number -> parcel, bytes, now != null);
            } catch (BusUnavailableException full) {
                return CompletableFuture.failedFuture(full);
            }
            Hearing hearing = now == null ? Hearing.AT_ONCE : receivers.hear(parcel);
            if (now != null) {
                answer = send(now, entry, hearing == Hearing.ECHO);
            }
            if (hearing == Hearing.AT_ONCE) {
                queue = receivers.tellOwn(parcel, entry.number());
            }
        }
        drain(queue);
        if (now != null && answer != null) {
            await(now, entry, answer);
        } else {
            parcel.promise().complete(null);
        }
        return parcel.promise();
    }

    private CompletionStage<?> send(Standing to, Outbox.Entry<Parcel> entry, boolean echoDue) {
        outbox.sent(entry, echoDue);
        Parcel parcel = entry.item();
        return parcel instanceof Parcel.ToChannel event
                ? to.state().topics().publish(event.address(), sender, entry.number(), new Event(event.message()))
                : terminate(to, (Parcel.Terminate) parcel, entry.number());
    }

    private CompletionStage<?> terminate(Standing to, Parcel.Terminate order, long number) {
        return to.state().topics().terminate(order.appId(), sender, number, order.userId());
    }

    private void await(Standing from, Outbox.Entry<Parcel> entry, CompletionStage<?> answer) {
        answer.whenComplete((done, failure) -> {
            if (failure != null) {
                // The entry stays: it is told here and sent again once the session is over.
                receivers.failed(from, failure);
            } else if (acknowledged(entry)) {
                entry.item().promise().complete(null);
            }
        });
    }

    private synchronized boolean acknowledged(Outbox.Entry<Parcel> entry) {
        return outbox.acknowledged(entry);
    }

    synchronized void echoed(long number) {
        outbox.echoed(number);
    }

    /** Redis is there: what waits goes out, in its order, and what is published from now on after it. */
    void online(Standing now) {
        List<Runnable> sent = new ArrayList<>();
        synchronized (this) {
            expire();
            standing = now;
            for (Outbox.Entry<Parcel> entry : outbox.waiting()) {
                CompletionStage<?> answer = send(now, entry, false);
                sent.add(() -> await(now, entry, answer));
            }
        }
        sent.forEach(Runnable::run);
    }

    /** Redis is away: whatever it may not have told this node's own, they are told now. */
    void offline() {
        List<Outbox.Entry<Parcel>> owed;
        List<SerialQueue> queues = new ArrayList<>();
        synchronized (this) {
            standing = null;
            owed = outbox.disconnected();
            for (Outbox.Entry<Parcel> entry : owed) {
                SerialQueue queue = receivers.tellOwn(entry.item(), entry.number());
                if (queue != null) {
                    queues.add(queue);
                }
            }
        }
        queues.forEach(SerialQueue::drain);
        owed.forEach(entry -> entry.item().promise().complete(null));
    }

    /**
     * A topic does not come to this node any more, though its connection stands: what has not come back from there is told now, before
     * what is published from now on.
     */
    void unheard(Runnable flip, Predicate<Parcel> topic) {
        List<SerialQueue> queues = new ArrayList<>();
        synchronized (this) {
            flip.run();
            for (Outbox.Entry<Parcel> entry : outbox.forgetEchoes(topic)) {
                SerialQueue queue = receivers.tellOwn(entry.item(), entry.number());
                if (queue != null) {
                    queues.add(queue);
                }
            }
        }
        queues.forEach(SerialQueue::drain);
    }

    /** Nothing is published any more. */
    synchronized void stop() {
        standing = null;
    }

    /** Nobody will answer any more: what was under way may have arrived or not. */
    void abandon() {
        List<Outbox.Entry<Parcel>> unanswered;
        synchronized (this) {
            unanswered = outbox.disconnected();
        }
        unanswered.forEach(entry ->
                entry.item().promise().completeExceptionally(new BusUnavailableException("The server has stopped")));
    }

    private void expire() {
        int dropped = outbox.expire();
        if (dropped > 0) {
            LOGGER.warn("{} messages have waited for Redis too long and reach this server's subscribers only", dropped);
        }
    }

    private static void drain(@Nullable SerialQueue queue) {
        if (queue != null) {
            queue.drain();
        }
    }

    /** How many messages wait or are under way. */
    synchronized int size() {
        return outbox.size();
    }
}

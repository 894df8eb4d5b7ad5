package dev.reverb.scaling.redis.internal.state;

import dev.reverb.scaling.redis.internal.state.WriteOrder.Entry;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Commands for slots of a Cluster that are on their way from one server to another. Until a slot has arrived, whatever names several keys is
 * refused with {@code TRYAGAIN}, and has changed nothing. It is held here, and with it all that is given later for the same slot, so
 * that the order stays. After {@link #RETRY_AFTER} the first is tried again; when it gets through, the others follow. After {@value
 * #MAX_RETRIES} tries all of them fail, as where Redis is away.
 *
 * <p>Not thread-safe.
 */
final class MovingSlots {

    /** How long the first command waits until it is tried again. */
    static final Duration RETRY_AFTER = Duration.ofMillis(50);

    /** How often that is done. */
    static final int MAX_RETRIES = 40;

    /** With the last two, a client has been sent from one server to the other too often. */
    private static final List<String> REFUSALS = List.of("TRYAGAIN ", "ASK ", "MOVED ");

    private static final class Held {
        private final Queue<Entry<?>> entries = new PriorityQueue<>(Comparator.comparingLong(entry -> entry.number));
        private @Nullable Entry<?> tried;
        private int retries;
    }

    private final Map<Integer, Held> slots = new HashMap<>();

    /** Whether a failure says that a slot is on its way. */
    static boolean isCause(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String message = cause instanceof RedisCommandExecutionException ? cause.getMessage() : null;
        return message != null && REFUSALS.stream().anyMatch(message::startsWith);
    }

    boolean isEmpty() {
        return slots.isEmpty();
    }

    /** Whether commands for a slot are held, so that the next must be. */
    boolean holds(int slot) {
        return slots.containsKey(slot);
    }

    /** Holds one, whose number decides when it is its turn. */
    void hold(Entry<?> entry) {
        slots.computeIfAbsent(entry.slot, ignored -> new Held()).entries.add(entry);
    }

    /**
     * One was refused since its slot is on its way; it is held.
     *
     * @return whether {@link #next} is due after {@link #RETRY_AFTER}: not where that is so already
     */
    boolean refused(Entry<?> entry, Throwable failure) {
        boolean isFirst = !holds(entry.slot);
        hold(entry);
        Held held = slots.get(entry.slot);
        if (held == null || held.tried != entry) {
            return isFirst;
        }
        held.tried = null;
        if (held.retries < MAX_RETRIES) {
            return true;
        }
        slots.remove(entry.slot);
        held.entries.forEach(one -> one.fail(failure));
        return false;
    }

    /** The one to try again; null where there is none any more. */
    @Nullable
    Entry<?> next(int slot) {
        Held held = slots.get(slot);
        if (held == null) {
            return null;
        }
        held.retries++;
        held.tried = held.entries.poll();
        return held.tried;
    }

    /**
     * One was answered in another way.
     *
     * @return those that may follow, in order; none unless it was the one that was tried
     */
    List<Entry<?>> answered(Entry<?> entry) {
        Held held = slots.get(entry.slot);
        if (held == null || held.tried != entry) {
            return List.of();
        }
        slots.remove(entry.slot);
        List<Entry<?>> followers = new ArrayList<>();
        for (Entry<?> next = held.entries.poll(); next != null; next = held.entries.poll()) {
            followers.add(next);
        }
        return followers;
    }

    /** Nobody will try any of them again. */
    void failAll(Throwable failure) {
        slots.values().forEach(held -> held.entries.forEach(one -> one.fail(failure)));
        slots.clear();
    }
}

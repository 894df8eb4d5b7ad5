package dev.reverb.internal.webhook;

import dev.reverb.internal.channels.Fact;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds endings back for the grace time: a channel vacated, a member gone. The beginning of the same thing within that time takes its
 * ending out, and neither is told; a later ending is held anew, behind all others. What is told late is told in the order in which it
 * happened. Everything else is told at once.
 *
 * <p>Why that is sound to replay: a thing's facts take turns, and the two that are left out are neighbours among them. A channel's
 * last members are gone before it is vacated, so their endings stand before its own; and whoever comes back takes the
 * channel's ending out with the first subscription, before any beginning of a member is told.
 *
 * <p>Not thread-safe. It keeps no time of its own, so that the same rules can be those of a cluster.
 */
final class Grace {

    /** When each ending happened; the oldest first. */
    private final LinkedHashMap<Fact, Long> endings = new LinkedHashMap<>();

    private final ObjLongConsumer<Fact> told;

    /**
     * Begins with nothing held.
     *
     * @param told takes what is told, and the time since when that is due
     */
    Grace(ObjLongConsumer<Fact> told) {
        this.told = told;
    }

    /**
     * Takes a fact. What was due before has been {@linkplain #settle settled}.
     *
     * @param time when it happened
     * @param max how many endings are held; where there are more, the oldest is told early
     */
    void take(Fact fact, long time, long graceTime, int max) {
        if (isEnding(fact)) {
            endings.remove(fact);
            endings.put(fact, time);
            if (endings.size() > max) {
                tellOldest(graceTime, time);
            }
            return;
        }
        Fact ending = endingOf(fact);
        if (ending == null || endings.remove(ending) == null) {
            told.accept(fact, time);
        }
    }

    /** Tells the endings whose grace time is over. */
    void settle(long now, long graceTime) {
        while (!endings.isEmpty() && now - oldest() >= graceTime) {
            tellOldest(graceTime, now);
        }
    }

    /** When the next ending is due, or {@link Turns#NEVER}. */
    long nextDue(long graceTime) {
        return endings.isEmpty() ? Turns.NEVER : oldest() + graceTime;
    }

    boolean isEmpty() {
        return endings.isEmpty();
    }

    private long oldest() {
        return endings.values().iterator().next();
    }

    private void tellOldest(long graceTime, long now) {
        Iterator<Map.Entry<Fact, Long>> entries = endings.entrySet().iterator();
        Map.Entry<Fact, Long> oldest = entries.next();
        entries.remove();
        told.accept(oldest.getKey(), Math.min(now, oldest.getValue() + graceTime));
    }

    private static boolean isEnding(Fact fact) {
        return fact instanceof Fact.Vacated || fact instanceof Fact.MemberRemoved;
    }

    /** What undoes a beginning, or null where it is none. */
    private static @Nullable Fact endingOf(Fact fact) {
        if (fact instanceof Fact.Occupied occupied) {
            return new Fact.Vacated(occupied.channel());
        }
        if (fact instanceof Fact.MemberAdded added) {
            return new Fact.MemberRemoved(added.channel(), added.userId());
        }
        return null;
    }
}

package dev.reverb.scaling.redis.internal.state;

import java.util.List;

/**
 * What a script says after a change of a channel.
 *
 * @param outcome whether it was made
 * @param version the channel's version of which this change is a part: a replica that has reached it has the change. Zero where there
 *     is nothing to wait for
 * @param count of users: how many were in truth added or removed, all nodes together; of subscriptions: how many there are now
 * @param factsDueIn milliseconds until {@link FactOutbox#claim} will find something in the bucket; zero: now; negative: this change has
 *     made no fact
 */
public record ChangeReply(Outcome outcome, long version, int count, long factsDueIn) {

    /** What a script replies where it was overtaken by a later change of the node. */
    private static final long OVERTAKEN = 3;

    /**
     * Reads a reply.
     *
     * @throws OvertakenException where the change was not made, since it came too late
     */
    static ChangeReply of(List<?> reply) {
        if (reply.get(0).equals(OVERTAKEN)) {
            throw new OvertakenException();
        }
        return new ChangeReply(
                Outcome.of(reply.get(0)), (Long) reply.get(1), Math.toIntExact((Long) reply.get(2)), (Long)
                        reply.get(3));
    }
}

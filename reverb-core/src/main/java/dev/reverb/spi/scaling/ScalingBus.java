package dev.reverb.spi.scaling;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Joins several servers to one: events reach the subscribers on all of them, and each knows who is on a channel wherever they are
 * connected. {@code ScalingKit} in {@code reverb-tck} is what any implementation must pass.
 *
 * <h2>What is promised</h2>
 *
 * <ul>
 *   <li><b>Interest.</b> A server hears of the channels that it follows and of no others.
 *   <li><b>One order.</b> All servers that follow a channel are told its messages and changes in the same order, each exactly once, from
 *       its snapshot on. Between channels there is no order.
 *   <li><b>Counted once.</b> A user is on a presence channel from the first server's {@link #addMember} to the last one's
 *       {@link #removeMember}, and is told as added and removed once, wherever the servers are.
 *   <li><b>Servers die.</b> What a server has said of itself ends with it, whether it says good-bye or not: within a lease at the latest, its
 *       members are removed and its subscriptions no longer counted.
 *   <li><b>The back-end goes away.</b> Until it is back, {@link #publish} reaches this server's own subscribers at once and the others
 *       afterwards, in this server's order, as long as there is room to keep it; {@link #follow}, {@link #addMember} and {@link #removeMember}
 *       go by what this server knows, so members may be told in another order than elsewhere. Back again, the back-end is told what this
 *       server has, this server what others have, and the listener the difference. What others publish while this server alone is out of
 *       reach is lost to it.
 *   <li><b>The back-end forgets.</b> Back without its memory, it is told by all servers what they have. Nobody who is still there is told to
 *       have gone, nor made a fact again; who was on a server that does not come back is told to have gone within a lease.
 * </ul>
 *
 * <p>Methods may be called by any thread, and return at once. Calls for one channel by one thread take effect in their order. A
 * stage of {@link #follow}, {@link #addMember} and {@link #removeMember} completes on the thread that tells the channel's messages
 * and changes: what depends on it at once, is done before the next is told. It may be complete already when it is returned, and the next
 * told by then; a server that calls for a channel from that channel's mailbox, attaches to the stage before it leaves the mailbox, does at
 * once what depends on a stage that is complete, and posts to the mailbox what it is told, has both in order.
 *
 * <p>Before {@link #start} and after {@link #stop} all stages complete exceptionally with {@link BusUnavailableException}, {@link #use} is
 * heard, and calls without a stage do nothing. What is under way when the bus stops is answered in one way or the other.
 */
public interface ScalingBus {

    /**
     * Joins the cluster.
     *
     * @param listener this server
     * @return completes when the back-end has answered; exceptionally where it cannot be reached at all or refuses this server
     */
    CompletionStage<Void> start(ScalingListener listener);

    /**
     * Leaves the cluster: all that this server has said of itself ends at once (within a lease where the back-end is away), the facts that
     * it has not passed on are told to another, and nothing is told any more. Does nothing where it has stopped before.
     *
     * @return completes when the back-end knows, or does not answer in time
     */
    CompletionStage<Void> stop();

    /**
     * Takes an application's settings: the grace time, whether webhooks or subscription counts are wanted. Called before any other call
     * for the application, and again when they are others.
     *
     * @param application the settings
     * @param listening whether this server wants to be told facts of the application though it may have no webhooks: all but those of
     *     numbers of subscriptions, which webhooks alone want
     */
    void use(Application application, boolean listening);

    /**
     * Forgets an application, as far as the bus can: this server has had neither connections nor channels of it for a while, and calls
     * {@link #use} before any other call for it. What others still have to tell of it may make the bus ask for it, see {@link
     * ScalingListener#onUnknownApplication}. Does nothing by default.
     *
     * @param appId an application that is in use
     */
    default void release(String appId) {}

    /**
     * Begins to follow a channel: messages and changes from here on are told, none before the stage has completed. Not called again before
     * {@link #unfollow}.
     *
     * @param address the channel
     * @return the channel as it is where the telling begins
     */
    CompletionStage<ChannelSnapshot> follow(ChannelAddress address);

    /**
     * Follows a channel no more: nothing is told of it until it is followed again, but what is being told just now, and that before the next
     * snapshot. This server has neither a subscription to it nor a member by then. May be called before {@link #follow} has completed,
     * whose stage completes all the same.
     *
     * @param address the channel
     */
    void unfollow(ChannelAddress address);

    /**
     * Sends an event to all servers that follow the channel, this one too where it does.
     *
     * @param address the channel, whether anybody follows it or not
     * @param message the event
     * @return completes when the back-end has it, or, while that is away, this server has kept it to send it later; exceptionally with
     *     {@link BusUnavailableException} where neither could be done, and then nobody gets it
     */
    CompletionStage<Void> publish(ChannelAddress address, BusMessage message);

    /**
     * Says that a user is on a presence channel with at least one connection to this server.
     *
     * @param address a channel that this server follows
     * @param member the user; the information counts where the user is on no other server
     * @param maxMembers how many users the channel may have
     * @return completes when the channel's changes have been told up to this one; exceptionally with {@link ChannelFullException} where the
     *     user would be one too many
     */
    CompletionStage<Void> addMember(ChannelAddress address, Member member, int maxMembers);

    /**
     * Says that a user has no connection to this server on a presence channel any more.
     *
     * @param address the channel
     * @param userId a user that was added
     * @return completes when the back-end knows; where it is away, at once
     */
    CompletionStage<Void> removeMember(ChannelAddress address, String userId);

    /**
     * Says how many subscriptions to a channel this server has. Several calls that follow closely may be taken as the last, but not a
     * zero between two others.
     *
     * @param address the channel
     * @param subscriptions all of this server's; zero when the last is gone
     */
    void setSubscriptions(ChannelAddress address, int subscriptions);

    /**
     * Says how many connections of an application this server has. Calls that follow closely may be taken as the last.
     *
     * @param appId the application
     * @param connections how many
     */
    void setConnections(String appId, int connections);

    /**
     * Closes every connection of a user, on all servers: this one at once, also where the back-end is away.
     *
     * @param appId the application
     * @param userId the user
     * @return as {@link #publish}
     */
    CompletionStage<Void> terminate(String appId, String userId);

    /**
     * Asks how many connections an application has, all servers together.
     *
     * @param appId the application
     * @return the number; exceptionally with {@link BusUnavailableException} while the back-end is away, as for the two below
     */
    CompletionStage<Integer> connections(String appId);

    /**
     * Asks for the occupied channels, all servers together.
     *
     * @param appId the application
     * @param prefix how their names begin; empty for all
     * @return by name: the number of users of a presence channel, of subscriptions of any other
     */
    CompletionStage<Map<String, Integer>> channels(String appId, String prefix);

    /**
     * Asks for one channel, followed or not.
     *
     * @param address the channel
     * @return the channel as it is now
     */
    CompletionStage<ChannelSnapshot> channel(ChannelAddress address);
}

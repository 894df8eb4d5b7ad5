package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ScalingListener;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a {@link Follower} asks of the bus. Safe for any thread; nothing blocks. */
interface Hub {

    ScalingListener listener();

    Ticker ticker();

    /** This node as Redis knows it now; null while Redis is away. */
    @Nullable
    Standing standing();

    /** Whether an id is, or was, this node's. */
    boolean isOwn(NodeId node);

    /** The id under which this node publishes, whatever becomes of its incarnations. */
    NodeId sender();

    /** Completes when the settings of an application are known, as far as they can be. */
    CompletionStage<Void> known(String appId);

    /** What webhooks and listeners want to know of an application. */
    FactRules rules(String appId);

    /** Whether an application has subscription count events. */
    boolean countEvents(String appId);

    /** Which changes of a channel's subscriptions its followers are told. */
    Publish counts(ChannelAddress address);

    /** Completes once this node hears what is ordered for an application as a whole; at once where it has before. */
    CompletionStage<Void> heard(String appId);

    /**
     * Wants a channel's topic.
     *
     * @return true where it is subscribed to already
     */
    boolean want(Follower follower);

    /** A number of subscriptions waits for the next tick. */
    void countsDue(Follower follower);

    /** A bucket will have facts to pass on. */
    void factsDue(Bucket bucket, long millis);

    /** Redis says that the incarnation was given up for dead. */
    void fenced(Standing standing);

    /** Redis does not know the incarnation any more. */
    void forgotten(Standing standing);

    /** Redis has answered with an error, or not at all. */
    void failed(Standing standing, Throwable failure);

    /** One's own message has come back on its topic. */
    void echoed(long number);

    /**
     * A topic does not come to this node any more, though its connection stands.
     *
     * @param flip takes note of that
     * @param topic what is published there
     */
    void unheard(Runnable flip, Predicate<Publisher.Parcel> topic);
}

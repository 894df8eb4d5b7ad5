package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ScalingListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one node, put together, and what they ask of each other.
 *
 * <pre>
 *   Membership   the connection, the incarnation, the lease; by way of the Course all others are told
 *   Subscriber   what Redis sends, by Dispatch:  topic → Follower → listener
 *   Publisher    messages to topics, and the outbox of an outage
 *   FactPump     facts from Redis to the listener
 *   TakeOvers    clearing up after the dead
 *   Gathering    who else hears
 * </pre>
 */
final class Node implements Hub {

    private final Ticker ticker;
    private final Applications applications = new Applications();
    private final Subscriber subscriber;
    private final Followers followers;
    private final Controls controls;
    private final Gathering gathering;
    private final Publisher publisher;
    private final Membership membership;
    private final FactPump facts;
    private final FactSweep factSweep;
    private final TakeOvers takeOvers;
    private final ConnectionCounts connectionCounts;
    private volatile ScalingListener listener = SilentListener.INSTANCE;

    Node(Deployment deployment, BusSettings settings, Ticker ticker, Scheduler scheduler) {
        this.ticker = ticker;
        KeySpace keys = new KeySpace(settings.prefix());
        String lastTopic = KeySpace.text(keys.gathering());
        subscriber = new Subscriber(this::standing, lastTopic, ticker, scheduler, settings.tick());
        followers = new Followers(this, keys, settings, subscriber, scheduler);
        controls = new Controls(this, keys, subscriber);
        gathering = new Gathering(this, subscriber, lastTopic, scheduler, settings.lease());
        facts = new FactPump(this, scheduler);
        factSweep = new FactSweep(keys, facts);
        facts.watch(factSweep);
        takeOvers = new TakeOvers(this, settings.timeout());
        connectionCounts = new ConnectionCounts(this);
        membership = new Membership(
                deployment,
                keys,
                settings,
                ticker,
                scheduler,
                new Dispatch(subscriber, followers, controls, gathering),
                new Course(this, scheduler, ticker, settings.lease()));
        Outbox<Publisher.Parcel> outbox = new Outbox<>(
                settings.maxBufferedMessages(), settings.maxBufferedBytes(), settings.maxBufferedAge(), ticker);
        publisher = new Publisher(outbox, membership.sender(), new OwnReceivers(this, followers, controls));
    }

    Applications applications() {
        return applications;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    Followers followers() {
        return followers;
    }

    Controls controls() {
        return controls;
    }

    Gathering gathering() {
        return gathering;
    }

    Publisher publisher() {
        return publisher;
    }

    Membership membership() {
        return membership;
    }

    FactPump facts() {
        return facts;
    }

    FactSweep factSweep() {
        return factSweep;
    }

    TakeOvers takeOvers() {
        return takeOvers;
    }

    ConnectionCounts connectionCounts() {
        return connectionCounts;
    }

    void listener(ScalingListener newListener) {
        listener = newListener;
    }

    @Override
    public ScalingListener listener() {
        return listener;
    }

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public @Nullable Standing standing() {
        return membership.standing();
    }

    @Override
    public boolean isOwn(NodeId node) {
        return membership.isOwn(node);
    }

    @Override
    public NodeId sender() {
        return membership.sender();
    }

    @Override
    public CompletionStage<Void> known(String appId) {
        return applications.isKnown(appId)
                ? CompletableFuture.completedFuture(null)
                : listener.onUnknownApplication(appId).exceptionally(unknown -> null);
    }

    @Override
    public FactRules rules(String appId) {
        return applications.facts(appId);
    }

    @Override
    public boolean countEvents(String appId) {
        return applications.countEvents(appId);
    }

    @Override
    public Publish counts(ChannelAddress address) {
        return applications.counts(address);
    }

    @Override
    public CompletionStage<Void> heard(String appId) {
        return controls.heard(appId);
    }

    @Override
    public boolean want(Follower follower) {
        return subscriber.want(follower.topic());
    }

    @Override
    public void countsDue(Follower follower) {
        followers.countsDue(follower);
    }

    @Override
    public void factsDue(Bucket bucket, long millis) {
        facts.due(bucket, millis);
    }

    @Override
    public void fenced(Standing standing) {
        membership.fenced(standing);
    }

    @Override
    public void forgotten(Standing standing) {
        membership.forgotten(standing);
    }

    @Override
    public void failed(Standing standing, Throwable failure) {
        membership.failed(standing, failure);
    }

    @Override
    public void echoed(long number) {
        publisher.echoed(number);
    }

    @Override
    public void unheard(Runnable flip, Predicate<Publisher.Parcel> topic) {
        publisher.unheard(flip, topic);
    }
}

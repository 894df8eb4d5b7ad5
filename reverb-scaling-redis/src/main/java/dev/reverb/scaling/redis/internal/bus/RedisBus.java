package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.bus.Publisher.Hearing;
import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.ChannelState;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.RedisState;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The bus of one server over Redis: puts the parts together.
 *
 * <pre>
 *   Membership   the connection, the incarnation, the lease; says who is told of each
 *   Followers    the channels and their topics:  topic → Follower → listener
 *   Publisher    messages to topics, and the outbox of an outage
 *   FactPump     facts from Redis to the listener
 *   TakeOvers    clearing up after the dead
 * </pre>
 */
public final class RedisBus implements ScalingBus {

    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Ticker ticker;
    private final KeySpace keys;
    private final Membership membership;
    private final Followers followers;
    private final Publisher publisher;
    private final FactPump facts;
    private final FactSweep factSweep;
    private final TakeOvers takeOvers;
    private final Gathering gathering;
    private final ConnectionCounts connectionCounts;
    private final Map<String, Rules> applications = new ConcurrentHashMap<>();
    private final BusSettings settings;
    private volatile ScalingListener listener = SilentListener.INSTANCE;
    private volatile boolean open;
    private volatile boolean stopped;

    private record Rules(FactRules facts, boolean countEvents) {}

    /**
     * Makes a bus that has not been started.
     *
     * @param deployment how to connect; the bus ends it
     */
    public RedisBus(Deployment deployment, BusSettings settings, Ticker ticker, Scheduler scheduler) {
        this.settings = settings;
        this.ticker = ticker;
        this.scheduler = scheduler;
        this.keys = new KeySpace(settings.prefix());
        Hub hub = new BusHub();
        this.followers = new Followers(hub, keys, settings, scheduler, () -> listener);
        this.membership = new Membership(deployment, keys, settings, ticker, scheduler, new MembershipOwner());
        this.publisher = new Publisher(
                new Outbox<>(
                        settings.maxBufferedMessages(), settings.maxBufferedBytes(), settings.maxBufferedAge(), ticker),
                membership.sender(),
                new OwnReceivers());
        this.facts = new FactPump(hub, scheduler);
        this.factSweep = new FactSweep(keys, facts);
        this.takeOvers = new TakeOvers(hub);
        this.gathering = new Gathering(hub, followers, scheduler, settings.lease());
        this.connectionCounts = new ConnectionCounts(hub);
    }

    @Override
    public CompletionStage<Void> start(ScalingListener newListener) {
        listener = newListener;
        open = true;
        sweepLater();
        return membership.start().thenCompose(started -> followers.heard()).whenComplete((started, failure) -> {
            if (failure != null) {
                stopped = true;
                open = false;
            }
        });
    }

    @Override
    public CompletionStage<Void> stop() {
        stopped = true;
        open = false;
        listener = SilentListener.INSTANCE;
        publisher.stop();
        facts.offline();
        return membership.stop(takeOvers::leave).thenRun(() -> {
            publisher.abandon();
            followers.abandon();
        });
    }

    private void sweepLater() {
        scheduler.schedule(this::sweep, SWEEP);
    }

    private void sweep() {
        if (stopped) {
            return;
        }
        followers.sweep();
        Standing standing = membership.standing();
        if (standing != null) {
            connectionCounts.flush(standing);
            factSweep.next();
        }
        sweepLater();
    }

    @Override
    public void use(Application application) {
        FactRules rules = FactRules.of(application);
        applications.put(application.id(), new Rules(rules, application.hasSubscriptionCountEvents()));
        factSweep.use(application.id(), rules.mode() != FactRules.Mode.SILENT);
        followers.use(application.id());
    }

    @Override
    public CompletionStage<ChannelSnapshot> follow(ChannelAddress address) {
        return say(address, (follower, promise) -> follower.follow(promise));
    }

    @Override
    public void unfollow(ChannelAddress address) {
        if (open) {
            followers.unfollow(address);
        }
    }

    @Override
    public CompletionStage<Void> publish(ChannelAddress address, BusMessage message) {
        if (!open) {
            return refused();
        }
        Follower follower = followers.find(address);
        if (follower == null) {
            return publisher.publish(address, message);
        }
        CompletableFuture<Void> promise = new CompletableFuture<>();
        Runnable publication = () -> publisher.publish(address, message).whenComplete((done, failure) -> {
            if (failure == null) {
                promise.complete(null);
            } else {
                promise.completeExceptionally(failure);
            }
        });
        follower.queue().execute(() -> follower.publish(publication));
        return promise;
    }

    @Override
    public CompletionStage<Void> addMember(ChannelAddress address, Member member, int maxMembers) {
        return say(address, (follower, promise) -> follower.addMember(member, maxMembers, promise));
    }

    @Override
    public CompletionStage<Void> removeMember(ChannelAddress address, String userId) {
        return say(address, (follower, promise) -> follower.removeMember(userId, promise));
    }

    @Override
    public void setSubscriptions(ChannelAddress address, int subscriptions) {
        if (open) {
            followers.with(address, follower -> follower.setSubscriptions(subscriptions));
        }
    }

    @Override
    public void setConnections(String appId, int connections) {
        connectionCounts.set(appId, connections);
    }

    @Override
    public CompletionStage<Void> terminate(String appId, String userId) {
        return open ? publisher.terminate(appId, userId) : refused();
    }

    @Override
    public CompletionStage<Integer> connections(String appId) {
        return ask(state -> state.connections().total(appId));
    }

    @Override
    public CompletionStage<Map<String, Integer>> channels(String appId, String prefix) {
        return ask(state -> state.snapshots().list(appId, prefix));
    }

    @Override
    public CompletionStage<ChannelSnapshot> channel(ChannelAddress address) {
        return ask(state -> state.snapshots().of(address).thenApply(ChannelState::snapshot));
    }

    private static <T> CompletionStage<T> refused() {
        return CompletableFuture.failedFuture(
                new BusUnavailableException("The server has not started, or has stopped"));
    }

    private <T> CompletionStage<T> say(ChannelAddress address, BiConsumer<Follower, CompletableFuture<T>> task) {
        if (!open) {
            return refused();
        }
        CompletableFuture<T> promise = new CompletableFuture<>();
        followers.with(address, follower -> task.accept(follower, promise));
        return promise;
    }

    /** Asks Redis for what only it knows. */
    private <T> CompletionStage<T> ask(Function<RedisState, CompletionStage<T>> question) {
        Standing standing = membership.standing();
        if (standing == null) {
            return CompletableFuture.failedFuture(new BusUnavailableException("Redis is away"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.apply(standing.state()).whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                membership.failed(standing, failure);
                answer.completeExceptionally(new BusUnavailableException("Redis did not answer"));
            }
        });
        return answer;
    }

    private Rules rulesOf(String appId) {
        return applications.getOrDefault(appId, new Rules(FactRules.NONE, false));
    }

    /** What the membership tells, handed on to all parts in the order that their promises need. */
    private final class MembershipOwner implements Membership.Owner {

        private volatile long standsSince;

        @Override
        public void online(Standing standing, boolean afterOutage) {
            standsSince = ticker.nanoTime();
            facts.online(standing);
            followers.online(standing);
            connectionCounts.sayAgain();
            scheduler.schedule(() -> release(standing), settings.lease());
            if (afterOutage) {
                gathering.await(standing, () -> publishAgain(standing));
            } else {
                publisher.online(standing);
            }
        }

        private void publishAgain(Standing standing) {
            publisher.online(standing);
            membership.gathered(standing);
        }

        private void release(Standing standing) {
            if (membership.standing() == standing) {
                followers.release();
            }
        }

        @Override
        public void offline(Standing standing, boolean disconnected) {
            facts.offline();
            if (disconnected) {
                // First, so that nothing that is published from here on is told before what is owed.
                publisher.offline();
            }
            followers.offline(standing, disconnected);
        }

        @Override
        public void renewed(Standing standing) {
            gathering.takeNote(standing);
            if (ticker.nanoTime() - standsSince < settings.lease().toNanos()) {
                // Redis may have been away, and others may be about to come back.
                return;
            }
            takeOvers.lookAround(standing).whenComplete((done, failure) -> {
                if (failure != null) {
                    membership.failed(standing, failure);
                }
            });
        }

        @Override
        public void available(Optional<Instant> since) {
            listener.onAvailability(since);
        }

        @Override
        public void onTopicMessage(RedisSession session, String topic, byte[] message) {
            if (membership.isCurrent(session)) {
                followers.onTopicMessage(topic, message);
            }
        }

        @Override
        public void onSubscribed(RedisSession session, String topic) {
            if (membership.isCurrent(session)) {
                followers.onSubscribed(topic);
            }
        }

        @Override
        public void onUnsubscribed(RedisSession session, String topic) {
            if (membership.isCurrent(session)) {
                followers.onUnsubscribed(topic);
            }
        }

        @Override
        public void onLost(RedisSession session, String reason) {
            membership.lost(session, reason);
        }
    }

    private final class OwnReceivers implements Publisher.Receivers {

        @Override
        public Hearing hear(Publisher.Parcel parcel) {
            if (parcel instanceof Publisher.Parcel.ToChannel event) {
                Follower follower = followers.find(event.address());
                return follower == null ? Hearing.NOT : follower.hearing();
            }
            // Whoever is to be shut out is shut out here at once, whatever becomes of Redis.
            return Hearing.AT_ONCE;
        }

        @Override
        public @Nullable SerialQueue tellOwn(Publisher.Parcel parcel, long number) {
            if (parcel instanceof Publisher.Parcel.ToChannel event) {
                Follower follower = followers.find(event.address());
                return follower == null
                        ? null
                        : offer(follower.queue(), () -> follower.tellOwn(number, event.message()));
            }
            Publisher.Parcel.Terminate order = (Publisher.Parcel.Terminate) parcel;
            ControlTopic control = followers.control(order.appId());
            String sender = membership.sender().value();
            return control == null
                    ? null
                    : offer(control.queue(), () -> control.terminate(sender, number, order.userId()));
        }

        private @Nullable SerialQueue offer(SerialQueue queue, Runnable task) {
            return queue.offer(task) ? queue : null;
        }

        @Override
        public void failed(Standing standing, Throwable failure) {
            membership.failed(standing, failure);
        }
    }

    private final class BusHub implements Hub {

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
        public FactRules rules(String appId) {
            return rulesOf(appId).facts();
        }

        @Override
        public boolean countEvents(String appId) {
            return rulesOf(appId).countEvents();
        }

        @Override
        public Publish counts(ChannelAddress address) {
            return Publish.of(address.channel(), countEvents(address.appId()));
        }

        @Override
        public CompletionStage<Void> heard(String appId) {
            return followers.heard(appId);
        }

        @Override
        public boolean want(Follower follower) {
            return followers.want(follower);
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
}

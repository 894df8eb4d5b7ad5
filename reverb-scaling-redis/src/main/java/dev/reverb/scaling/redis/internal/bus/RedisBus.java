package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.scaling.redis.internal.state.ChannelState;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.RedisState;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The bus of one server over Redis: takes the calls and hands them on to the parts of the {@link Node}. */
public final class RedisBus implements ScalingBus {

    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final Scheduler scheduler;
    private final Duration longestUnconfirmed;
    private final Node node;
    private volatile boolean open;
    private volatile boolean stopped;

    /**
     * Makes a bus that has not been started.
     *
     * @param deployment how to connect; the bus ends it
     */
    public RedisBus(Deployment deployment, BusSettings settings, Ticker ticker, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.longestUnconfirmed = settings.lease();
        this.node = new Node(deployment, settings, ticker, scheduler);
    }

    @Override
    public CompletionStage<Void> start(ScalingListener listener) {
        node.listener(listener);
        open = true;
        sweepLater();
        return node.membership()
                .start()
                .thenCompose(started -> node.controls().heard())
                .thenCompose(heard -> node.gathering().joined())
                .whenComplete((joined, failure) -> {
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
        node.listener(SilentListener.INSTANCE);
        Standing last = node.standing();
        if (last != null) {
            // What waits for others to be there has been promised, and now or never.
            node.publisher().online(last);
        }
        node.publisher().stop();
        node.facts().offline();
        return node.membership().stop(node.takeOvers()::leave).thenRun(() -> {
            node.publisher().abandon();
            node.controls().disconnected();
            node.gathering().disconnected();
            node.followers().abandon();
        });
    }

    private void sweepLater() {
        scheduler.schedule(this::sweep, SWEEP);
    }

    private void sweep() {
        if (stopped) {
            return;
        }
        node.followers().sweep();
        Standing standing = node.standing();
        if (standing != null) {
            node.connectionCounts().flush(standing);
            node.factSweep().next();
            giveUpWhereUnconfirmed(standing);
        }
        sweepLater();
    }

    /** Redis may answer everything else, and yet this node would wait for a topic for ever, and others for it. */
    private void giveUpWhereUnconfirmed(Standing standing) {
        Duration unconfirmed = node.subscriber().unconfirmedFor();
        if (unconfirmed.compareTo(longestUnconfirmed) > 0) {
            node.failed(
                    standing,
                    new IllegalStateException("topics were not confirmed for " + unconfirmed.toMillis() + " ms"));
        }
    }

    @Override
    public void use(Application application, boolean listening) {
        node.applications().use(application, listening);
        node.factSweep().use(application.id(), node.rules(application.id()).mode() != FactRules.Mode.SILENT);
        node.controls().use(application.id());
    }

    /**
     * Where facts are wanted, this node goes on to hear of those that others leave, and to know what is to be told of them: somebody has to. It
     * does not look for them any more once it has found none.
     */
    @Override
    public void release(String appId) {
        if (node.rules(appId).mode() == FactRules.Mode.SILENT) {
            node.applications().release(appId);
            node.controls().release(appId);
        } else {
            node.factSweep().release(appId);
        }
    }

    @Override
    public CompletionStage<ChannelSnapshot> follow(ChannelAddress address) {
        return say(address, (follower, promise) -> follower.follow(promise));
    }

    @Override
    public void unfollow(ChannelAddress address) {
        if (open) {
            node.followers().unfollow(address);
        }
    }

    @Override
    public CompletionStage<Void> publish(ChannelAddress address, BusMessage message) {
        if (!open) {
            return refused();
        }
        Follower follower = node.followers().find(address);
        if (follower == null) {
            return node.publisher().publish(address, message);
        }
        CompletableFuture<Void> promise = new CompletableFuture<>();
        Runnable publication = () -> node.publisher().publish(address, message).whenComplete((done, failure) -> {
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
            node.followers().with(address, follower -> follower.setSubscriptions(subscriptions));
        }
    }

    @Override
    public void setConnections(String appId, int connections) {
        node.connectionCounts().set(appId, connections);
    }

    @Override
    public CompletionStage<Void> terminate(String appId, String userId) {
        return open ? node.publisher().terminate(appId, userId) : refused();
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
        node.followers().with(address, follower -> task.accept(follower, promise));
        return promise;
    }

    /** Asks Redis for what only it knows. */
    private <T> CompletionStage<T> ask(Function<RedisState, CompletionStage<T>> question) {
        Standing standing = node.standing();
        if (standing == null) {
            return CompletableFuture.failedFuture(new BusUnavailableException("Redis is away"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.apply(standing.state()).whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                node.failed(standing, failure);
                answer.completeExceptionally(new BusUnavailableException("Redis did not answer"));
            }
        });
        return answer;
    }
}

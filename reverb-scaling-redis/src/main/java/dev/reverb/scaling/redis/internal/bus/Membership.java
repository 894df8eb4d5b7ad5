package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.scaling.redis.internal.connection.LossReason;
import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.Leases.Renewal;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.RedisState;
import dev.reverb.scaling.redis.internal.state.RedisTime;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's membership in the cluster: its connection, its incarnation and its lease. One standing follows another.
 *
 * <pre>
 *    away ---- connect, load scripts, renew the lease ----> standing
 *     ^  \                                                   |    |
 *     |   +--- again, after 0.1 to 5 s                       |    | fenced: as another incarnation
 *     |                                                      |    | forgotten: as the same
 *     +-------- a connection broke, did not answer, <--------+    +--> renew the lease --> standing
 *               or answered with an error
 * </pre>
 *
 * <p>An error that Redis answers (out of memory, a replica's refusal to write, a missing permission) is taken as its absence: what the
 * node knows then counts, and it tries again. Every third of the lease it is renewed, and every third of the time-out both connections
 * are asked for a sign of life.
 *
 * <p>Runs in a queue of its own; {@link #standing} and {@link #isOwn} are for any thread.
 */
final class Membership {

    private static final Logger LOGGER = LoggerFactory.getLogger(Membership.class);

    /** Who is told of it, in order. */
    interface Owner {

        /**
         * Redis knows this node.
         *
         * @param afterOutage whether it was away, and is {@linkplain Membership#gathered back} only when the owner says so
         */
        void online(Standing standing, boolean afterOutage);

        /**
         * It does not any more.
         *
         * @param disconnected whether the connection is over too
         */
        void offline(Standing standing, boolean disconnected);

        /** It is a third of a lease later. */
        void renewed(Standing standing);

        /** Redis is away, or back. */
        void available(Optional<Instant> since);
    }

    private final Deployment deployment;
    private final KeySpace keys;
    private final BusSettings settings;
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final Owner owner;
    private final Connector connector;
    private final SerialQueue queue = new SerialQueue();
    private final Operations operations = new Operations();
    private final Set<NodeId> own = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final NodeId sender = NodeId.random();

    private NodeId node = sender;
    private @Nullable Standing suspended;
    private volatile @Nullable Standing standing;
    private @Nullable Instant awaySince;

    /**
     * Has not begun.
     *
     * @param incoming hears what comes over the topics
     */
    Membership(
            Deployment deployment,
            KeySpace keys,
            BusSettings settings,
            Ticker ticker,
            Scheduler scheduler,
            Incoming incoming,
            Owner owner) {
        this.deployment = deployment;
        this.keys = keys;
        this.settings = settings;
        this.ticker = ticker;
        this.scheduler = scheduler;
        this.owner = owner;
        this.connector = new Connector(deployment, settings, ticker, scheduler, queue, incoming, new SessionOwner());
        own.add(node);
    }

    @Nullable
    Standing standing() {
        return standing;
    }

    boolean isOwn(NodeId id) {
        return own.contains(id);
    }

    NodeId sender() {
        return sender;
    }

    /** Connects; completes exceptionally, with nothing left open, where that fails. */
    CompletionStage<Void> start() {
        queue.execute(connector::connect);
        return started;
    }

    private RedisState state(RedisSession session) {
        return new RedisState(session.commands(), keys, session.isSharded(), RedisTime.SERVER, scheduler);
    }

    private final class SessionOwner implements Connector.Owner {

        @Override
        public void connected(RedisSession session) {
            join(session, state(session), true);
        }

        @Override
        public void unreachable(Throwable failure) {
            failStart(failure);
        }

        @Override
        public void lost(Throwable failure) {
            away(failure);
        }
    }

    private void failStart(Throwable failure) {
        if (!started.isDone()) {
            connector.stop();
            deployment.shutdown().whenComplete((ended, ignored) -> started.completeExceptionally(failure));
        }
    }

    private void away(Throwable failure) {
        Standing before = standing == null ? suspended : standing;
        standing = null;
        suspended = null;
        if (before != null) {
            owner.offline(before, true);
        }
        if (started.isDone() && awaySince == null) {
            Instant since = now();
            awaySince = since;
            LOGGER.warn("Redis at {} is away: {}", deployment, LossReason.of(failure));
            owner.available(Optional.of(since));
        } else {
            LOGGER.debug("Redis at {} is of no use: {}", deployment, LossReason.of(failure));
        }
        failStart(failure);
    }

    private void join(RedisSession to, RedisState state, boolean load) {
        NodeId as = node;
        CompletionStage<Void> loaded = load ? state.load() : CompletableFuture.completedFuture(null);
        loaded.thenCompose(done -> state.leases().renew(as, settings.lease()))
                .whenComplete((renewal, failure) -> queue.execute(() -> joined(to, state, renewal, failure)));
    }

    private void joined(RedisSession to, RedisState state, @Nullable Renewal renewal, @Nullable Throwable failure) {
        if (!connector.isCurrent(to)) {
            return;
        } else if (renewal == null) {
            connector.lose(to, failure == null ? new IllegalStateException("no answer") : failure);
        } else if (renewal == Renewal.FENCED) {
            LOGGER.warn("This server was taken for dead; it rejoins as another");
            anew();
            join(to, state, false);
        } else {
            stand(new Standing(to, state, node, operations));
        }
    }

    private void anew() {
        node = NodeId.random();
        own.add(node);
        operations.clear();
    }

    private void stand(Standing now) {
        standing = now;
        suspended = null;
        owner.online(now, awaySince != null);
        started.complete(null);
        scheduleRenewal(now);
        if (awaySince == null) {
            owner.renewed(now);
        }
    }

    /** The others hear again what this node publishes. */
    void gathered(Standing of) {
        queue.execute(() -> {
            Instant since = awaySince;
            if (standing == of && since != null) {
                awaySince = null;
                LOGGER.info("Redis at {} is back, after {}", deployment, Duration.between(since, now()));
                owner.available(Optional.empty());
                owner.renewed(of);
            }
        });
    }

    private void scheduleRenewal(Standing of) {
        scheduler.schedule(
                () -> queue.execute(() -> renew(of)), settings.lease().dividedBy(3));
    }

    private void renew(Standing of) {
        if (standing == of) {
            scheduleRenewal(of);
            of.state()
                    .leases()
                    .renew(of.node(), settings.lease())
                    .whenComplete((renewal, failure) -> queue.execute(() -> renewed(of, renewal, failure)));
        }
    }

    private void renewed(Standing of, @Nullable Renewal renewal, @Nullable Throwable failure) {
        if (standing != of) {
            return;
        } else if (renewal == null) {
            connector.lose(of.session(), failure == null ? new IllegalStateException("no answer") : failure);
        } else if (renewal == Renewal.FENCED) {
            rejoin(of, true);
        } else if (renewal == Renewal.JOINED) {
            rejoin(of, false);
        } else {
            connector.isWell();
            if (awaySince == null) {
                owner.renewed(of);
            }
        }
    }

    /** Redis says that the incarnation was given up for dead. */
    void fenced(Standing of) {
        queue.execute(() -> rejoin(of, true));
    }

    /** Redis does not know the incarnation. */
    void forgotten(Standing of) {
        queue.execute(() -> rejoin(of, false));
    }

    private void rejoin(Standing of, boolean isAnew) {
        if (standing != of) {
            return;
        }
        LOGGER.warn(
                isAnew
                        ? "This server was taken for dead; it rejoins as another"
                        : "Redis has lost its memory; this server puts its part back");
        standing = null;
        suspended = of;
        owner.offline(of, false);
        if (isAnew) {
            anew();
        }
        join(of.session(), of.state(), true);
    }

    /** Redis has answered with an error, or not at all. */
    void failed(Standing of, Throwable failure) {
        queue.execute(() -> connector.lose(of.session(), failure));
    }

    private Instant now() {
        return Instant.ofEpochMilli(ticker.currentTimeMillis());
    }

    /**
     * Leaves.
     *
     * @param farewell says good-bye, where there is anybody to say it to
     * @return completes when the connections and the threads of the client library have ended
     */
    CompletionStage<Void> stop(Farewell farewell) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        queue.execute(() -> stop(farewell, left));
        return left.thenCompose(done -> deployment.shutdown());
    }

    /** What is to be done before the connections are closed. */
    @FunctionalInterface
    interface Farewell {

        /** Says good-bye; the stage may fail. */
        CompletionStage<Void> say(Standing standing);
    }

    private void stop(Farewell farewell, CompletableFuture<Void> left) {
        started.completeExceptionally(new IllegalStateException("stopped"));
        Standing before = standing;
        RedisSession over = connector.stop();
        standing = null;
        CompletableFuture<Void> said = before == null
                ? CompletableFuture.completedFuture(null)
                : farewell.say(before).toCompletableFuture();
        Scheduler.Cancellable timer = scheduler.schedule(() -> said.cancel(false), settings.timeout());
        said.whenComplete((done, failure) -> {
            timer.cancel();
            CompletionStage<Void> closed = over == null ? CompletableFuture.completedFuture(null) : over.close();
            closed.whenComplete((ended, ignored) -> left.complete(null));
        });
    }
}

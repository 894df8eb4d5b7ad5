package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.connection.SessionListener;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    /** Who is told of it, in order. */
    interface Owner extends SessionListener {

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
    private final SerialQueue queue = new SerialQueue();
    private final Operations operations = new Operations();
    private final Set<NodeId> own = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final NodeId sender = NodeId.random();

    private NodeId node = sender;
    private volatile @Nullable RedisSession session;
    private @Nullable Standing suspended;
    private volatile @Nullable Standing standing;
    private @Nullable Instant awaySince;
    private long pingSince;
    private boolean pinging;
    private int failures;
    private boolean stopped;

    Membership(
            Deployment deployment,
            KeySpace keys,
            BusSettings settings,
            Ticker ticker,
            Scheduler scheduler,
            Owner owner) {
        this.deployment = deployment;
        this.keys = keys;
        this.settings = settings;
        this.ticker = ticker;
        this.scheduler = scheduler;
        this.owner = owner;
        own.add(node);
    }

    @Nullable
    Standing standing() {
        return standing;
    }

    boolean isOwn(NodeId id) {
        return own.contains(id);
    }

    /** Whether a session is the one that counts. */
    boolean isCurrent(RedisSession one) {
        return session == one;
    }

    NodeId sender() {
        return sender;
    }

    /** Connects; completes exceptionally, with nothing left open, where that fails. */
    CompletionStage<Void> start() {
        queue.execute(this::connect);
        return started;
    }

    private void connect() {
        if (stopped) {
            return;
        }
        CompletionStage<RedisSession> connecting;
        try {
            connecting = deployment.connect(owner);
        } catch (RuntimeException failure) {
            connecting = CompletableFuture.failedFuture(failure);
        }
        connecting.whenComplete((now, failure) -> queue.execute(() -> connected(now, failure)));
    }

    private void connected(@Nullable RedisSession now, @Nullable Throwable failure) {
        if (now == null) {
            LOGGER.debug("No connection to Redis at {}", deployment, failure);
            retry(failure == null ? new IllegalStateException("no connection") : failure);
        } else if (stopped) {
            now.close();
        } else {
            session = now;
            pinging = false;
            beat(now);
            join(now, new RedisState(now.commands(), keys, now.isSharded(), RedisTime.SERVER), false, true);
        }
    }

    private void retry(Throwable failure) {
        if (!started.isDone()) {
            stopped = true;
            deployment.shutdown().whenComplete((ended, ignored) -> started.completeExceptionally(failure));
        }
        if (!stopped) {
            long millis = FIRST_RETRY.toMillis() << Math.min(failures++, 6);
            Duration delay = Duration.ofMillis(Math.min(millis, LAST_RETRY.toMillis()));
            scheduler.schedule(() -> queue.execute(this::connect), delay);
        }
    }

    private void join(RedisSession to, RedisState state, boolean isAnew, boolean load) {
        NodeId as = node;
        CompletionStage<Void> loaded = load ? state.load() : CompletableFuture.completedFuture(null);
        loaded.thenCompose(done -> state.leases().renew(as, settings.lease()))
                .whenComplete((renewal, failure) -> queue.execute(() -> joined(to, state, isAnew, renewal, failure)));
    }

    private void joined(
            RedisSession to, RedisState state, boolean isAnew, @Nullable Renewal renewal, @Nullable Throwable failure) {
        if (session != to) {
            return;
        } else if (renewal == null) {
            lose(to, failure == null ? new IllegalStateException("no answer") : failure);
        } else if (renewal == Renewal.FENCED) {
            LOGGER.warn("This server was taken for dead; it rejoins as another");
            anew();
            join(to, state, true, false);
        } else {
            stand(new Standing(to, state, node, isAnew, operations));
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
            lose(of.session(), failure == null ? new IllegalStateException("no answer") : failure);
        } else if (renewal == Renewal.FENCED) {
            rejoin(of, true);
        } else if (renewal == Renewal.JOINED) {
            rejoin(of, false);
        } else {
            failures = 0;
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
        RedisSession over = session;
        if (standing != of || over == null) {
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
        join(over, of.state(), isAnew, true);
    }

    /** Redis has answered with an error, or not at all. */
    void failed(Standing of, Throwable failure) {
        queue.execute(() -> lose(of.session(), failure));
    }

    /** A session is over. */
    void lost(RedisSession over, String reason) {
        queue.execute(() -> lose(over, new IllegalStateException(reason)));
    }

    private void lose(RedisSession over, Throwable failure) {
        if (session != over) {
            return;
        }
        session = null;
        Standing before = standing == null ? suspended : standing;
        standing = null;
        suspended = null;
        over.close();
        if (before != null) {
            owner.offline(before, true);
        }
        if (!stopped && awaySince == null && started.isDone()) {
            Instant since = now();
            awaySince = since;
            LOGGER.warn("Redis at {} is away: {}", deployment, reason(failure));
            owner.available(Optional.of(since));
        }
        retry(failure);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private void beat(RedisSession of) {
        if (session != of) {
            return;
        }
        long silence = ticker.nanoTime() - pingSince;
        if (pinging && silence > settings.timeout().toNanos()) {
            lose(of, new IllegalStateException("no answer for " + TimeUnit.NANOSECONDS.toMillis(silence) + " ms"));
            return;
        }
        if (!pinging) {
            pinging = true;
            pingSince = ticker.nanoTime();
            of.ping().whenComplete((pong, failure) -> queue.execute(() -> answered(of, failure)));
        }
        scheduler.schedule(
                () -> queue.execute(() -> beat(of)), settings.timeout().dividedBy(3));
    }

    private void answered(RedisSession of, @Nullable Throwable failure) {
        if (session == of && failure == null) {
            pinging = false;
        } else if (failure != null) {
            lose(of, failure);
        }
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
        stopped = true;
        started.completeExceptionally(new IllegalStateException("stopped"));
        Standing before = standing;
        RedisSession over = session;
        standing = null;
        session = null;
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

package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.connection.SessionListener;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with Redis: connects, again and again until that succeeds, and asks the session for a sign of life every third of the
 * time-out. One that does not give it in time is over, as is one that breaks or is given up; then it connects anew.
 *
 * <p>All runs in the owner's queue; {@link #isCurrent} is for any thread.
 */
final class Connector {

    static final Duration FIRST_RETRY = Duration.ofMillis(100);
    static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(Connector.class);

    /** Whose session it is. */
    interface Owner {

        /** There is a session. */
        void connected(RedisSession session);

        /** There is no session. */
        void unreachable(Throwable failure);

        /** The session is over, and closed. */
        void lost(Throwable failure);
    }

    private final Deployment deployment;
    private final BusSettings settings;
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final Executor queue;
    private final Incoming incoming;
    private final Owner owner;
    private final SessionListener listener = new CurrentSession();

    private volatile @Nullable RedisSession session;
    private long pingSince;
    private boolean pinging;
    private int failures;
    private boolean stopped;

    /**
     * Has not begun to connect.
     *
     * @param queue runs what is done here, one task after the other
     * @param incoming hears what comes over the session's topics
     */
    Connector(
            Deployment deployment,
            BusSettings settings,
            Ticker ticker,
            Scheduler scheduler,
            Executor queue,
            Incoming incoming,
            Owner owner) {
        this.deployment = deployment;
        this.settings = settings;
        this.ticker = ticker;
        this.scheduler = scheduler;
        this.queue = queue;
        this.incoming = incoming;
        this.owner = owner;
    }

    /** Whether a session is the one that counts. */
    boolean isCurrent(RedisSession one) {
        return session == one;
    }

    /** The session that counts; null where there is none. */
    @Nullable
    RedisSession session() {
        return session;
    }

    void connect() {
        if (stopped) {
            return;
        }
        CompletionStage<RedisSession> connecting;
        try {
            connecting = deployment.connect(listener);
        } catch (RuntimeException failure) {
            connecting = CompletableFuture.failedFuture(failure);
        }
        connecting.whenComplete((now, failure) -> queue.execute(() -> connected(now, failure)));
    }

    private void connected(@Nullable RedisSession now, @Nullable Throwable failure) {
        if (now == null) {
            LOGGER.debug("No connection to Redis at {}", deployment, failure);
            owner.unreachable(failure == null ? new IllegalStateException("no connection") : failure);
            retry();
        } else if (stopped) {
            now.close();
        } else {
            session = now;
            pinging = false;
            beat(now);
            owner.connected(now);
        }
    }

    /** Later each time; but often enough within a lease, for which the others wait for a node that comes back. */
    private void retry() {
        if (!stopped) {
            long millis = FIRST_RETRY.toMillis() << Math.min(failures++, 6);
            long longest = Math.min(LAST_RETRY.toMillis(), settings.lease().toMillis() / 3);
            scheduler.schedule(() -> queue.execute(this::connect), Duration.ofMillis(Math.min(millis, longest)));
        }
    }

    /** Redis does what it is asked: the next outage begins with short waits again. */
    void isWell() {
        failures = 0;
    }

    /** A session is of no use any more; does nothing where it is not the one that counts. */
    void lose(RedisSession over, Throwable failure) {
        if (session == over) {
            session = null;
            over.close();
            owner.lost(failure);
            retry();
        }
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
        if (failure != null) {
            lose(of, failure);
        } else if (session == of) {
            pinging = false;
        }
    }

    /** Connects no more; the session, where there is one, is left open for a farewell. */
    @Nullable
    RedisSession stop() {
        stopped = true;
        RedisSession last = session;
        session = null;
        return last;
    }

    /** Only what the session that counts says is heard. */
    private final class CurrentSession implements SessionListener {

        @Override
        public void onTopicMessage(RedisSession of, String topic, byte[] message) {
            if (isCurrent(of)) {
                incoming.onMessage(topic, message);
            }
        }

        @Override
        public void onSubscribed(RedisSession of, String topic) {
            if (isCurrent(of)) {
                incoming.onSubscribed(topic);
            }
        }

        @Override
        public void onUnsubscribed(RedisSession of, String topic) {
            if (isCurrent(of)) {
                incoming.onUnsubscribed(topic);
            }
        }

        @Override
        public void onLost(RedisSession of, String reason) {
            queue.execute(() -> lose(of, new IllegalStateException(reason)));
        }
    }
}

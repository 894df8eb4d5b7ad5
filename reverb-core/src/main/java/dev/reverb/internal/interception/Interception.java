package dev.reverb.internal.interception;

import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.internal.threads.UserExecutor;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The interceptors of a server. What none of them overrides is not asked about. Any thread; verdicts come on any thread, each once,
 * also while the question is being asked.
 */
public final class Interception {

    private final Chain<AskedConnection, ConnectionDecision> connections;
    private final Chain<AskedSubscription, SubscriptionDecision> subscriptions;
    private final Chain<AskedClientEvent, ClientEventDecision> clientEvents;
    private final UserExecutor threads;
    private final Scheduler scheduler;
    private final Duration timeout;
    private final FailureLog log;
    private final MetricsRecorder metrics;
    private final Set<Question<?, ?>> questions = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * @param interceptors asked in this order
     * @param threads where they run; may reject
     * @param timeout for all that are asked about one thing, together
     */
    public Interception(
            List<Interceptor> interceptors,
            UserExecutor threads,
            Scheduler scheduler,
            Duration timeout,
            Ticker ticker,
            MetricsRecorder metrics) {
        this.connections = Chain.ofConnections(interceptors);
        this.subscriptions = Chain.ofSubscriptions(interceptors);
        this.clientEvents = Chain.ofClientEvents(interceptors);
        this.threads = threads;
        this.scheduler = scheduler;
        this.timeout = timeout;
        this.log = new FailureLog(ticker);
        this.metrics = metrics;
    }

    public boolean decidesConnections() {
        return !connections.isEmpty();
    }

    public boolean decidesSubscriptions() {
        return !subscriptions.isEmpty();
    }

    public boolean decidesClientEvents() {
        return !clientEvents.isEmpty();
    }

    /** Asks about a connection, where {@link #decidesConnections}; the question may be taken back. */
    public Question<?, ?> decide(AskedConnection asked, Consumer<Verdict<AskedConnection, ConnectionDecision>> answer) {
        return ask(connections, asked, answer);
    }

    /** Asks about a subscription, where {@link #decidesSubscriptions}; the question may be taken back. */
    public Question<?, ?> decide(
            AskedSubscription asked, Consumer<Verdict<AskedSubscription, SubscriptionDecision>> answer) {
        return ask(subscriptions, asked, answer);
    }

    /** Asks about a client event, where {@link #decidesClientEvents}; the question may be taken back. */
    public Question<?, ?> decide(
            AskedClientEvent asked, Consumer<Verdict<AskedClientEvent, ClientEventDecision>> answer) {
        return ask(clientEvents, asked, answer);
    }

    private <R extends Asked, D> Question<R, D> ask(Chain<R, D> chain, R asked, Consumer<Verdict<R, D>> answer) {
        Question<R, D> question = new Question<>(this, chain, asked, answer);
        questions.add(question);
        question.begin();
        if (stopped) {
            question.cancel();
        }
        return question;
    }

    // ---- for questions ----

    Duration timeout() {
        return timeout;
    }

    Scheduler.Cancellable inTime(Runnable expire) {
        return scheduler.schedule(expire, timeout);
    }

    void execute(Question<?, ?> question) {
        threads.execute(question);
    }

    /** It need not run any more, where it waits for that. */
    void takeBack(Question<?, ?> question) {
        threads.remove(question);
    }

    void failed(String what, Asked asked, String why, @Nullable Throwable cause) {
        metrics.interceptionFailed(asked.appId());
        log.tell(what, asked, why, cause);
    }

    void ended(Question<?, ?> question) {
        questions.remove(question);
    }

    // ---- the end ----

    /** Takes all questions back: the server has no connections any more. */
    public void stop() {
        stopped = true;
        questions.forEach(Question::cancel);
    }
}

package dev.reverb.interception;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides what clients may do, beyond what keys, origins, signatures and limits already say: it is asked about what has passed all of
 * those. Each method that is overridden is one question more for each client; what is not overridden is never asked and costs
 * nothing.
 *
 * <p><b>Threads.</b> Methods are called on threads for interceptors, never on one that serves clients, concurrently by several; so
 * they may block. {@value #MAX_RUNNING} run at a time on one server and {@value #MAX_WAITING} more wait for their turn in order. A
 * stage that is returned may complete at once or later, on any thread.
 *
 * <p><b>Order.</b> Several interceptors are asked one after the other. The first that refuses or drops has decided, and those behind
 * it are not asked. While a connection is being decided nothing of it is read. While a subscription or a client event is, what the
 * same client sends later for the same channel waits, so that of one client and channel no more than one thing is asked at a time,
 * and in the client's order. Its other channels go on, unless it is a client event on a public channel that the client is not on: then
 * all of its channels wait.
 *
 * <p><b>Failing means refusing.</b> A method that throws or returns null, a stage that fails or completes with null, all that are
 * asked about one thing taking longer than {@linkplain dev.reverb.ReverbServer.Builder#interceptorTimeout interceptor_timeout}
 * together, and more than may wait: each time the client is told to come back later (a connection by 4100, a subscription by a
 * {@code ServerError} with status 503, a client event by 4301), a line is logged, and {@link
 * dev.reverb.spi.MetricsRecorder#interceptionFailed} is told. A call that blocks is not interrupted when its time is over.
 *
 * <p>A client that is gone is not asked about any more, and an answer for it has no effect.
 */
public interface Interceptor {

    /** How many calls run at a time on one server: {@value}. */
    int MAX_RUNNING = 256;

    /** How many questions wait while so many run: {@value}. A question more is refused. */
    int MAX_WAITING = 4_096;

    /**
     * Decides whether a client may connect (Pusher Channels protocol, "Connecting"). Asked before {@code connection_established}: the
     * client has a WebSocket connection, is counted in all limits on connections, and waits.
     *
     * @param request what the client's upgrade request said
     * @return the decision; accepts unless overridden
     */
    default CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
        return CompletableFuture.completedStage(ConnectionDecision.accept());
    }

    /**
     * Decides whether a client may subscribe to a channel. Asked once the name, the signature where the channel needs one, and the
     * limits were found good, and not again for a channel that the client is on. Signing in is not asked about: there the
     * application has just signed who the user is.
     *
     * @param request who subscribes to what
     * @return the decision; accepts unless overridden
     */
    default CompletionStage<SubscriptionDecision> decideSubscription(SubscriptionRequest request) {
        return CompletableFuture.completedStage(SubscriptionDecision.accept());
    }

    /**
     * Decides what becomes of a client event, a "whisper". Asked once it was found that the client may send one there, and counted
     * against the limits on rates; before any other client or webhook sees it.
     *
     * @param request who sends what
     * @return the decision; accepts unless overridden
     */
    default CompletionStage<ClientEventDecision> decideClientEvent(ClientEventRequest request) {
        return CompletableFuture.completedStage(ClientEventDecision.accept());
    }
}

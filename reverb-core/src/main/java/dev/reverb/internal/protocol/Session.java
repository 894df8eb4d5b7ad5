package dev.reverb.internal.protocol;

import dev.reverb.application.Application;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.Step;
import dev.reverb.internal.channels.Subscriber;
import dev.reverb.internal.channels.Subscription;
import dev.reverb.internal.connection.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What all that a client asks for has in common: whose client it is, how it is told an error, and how messages wait for a step
 * that another takes. A part of {@link ClientSession}, as its superclass, since sessions are many.
 */
abstract sealed class Session extends Subscriber permits UserSession {

    /** How many messages wait for an asynchronous step of a join or a sign-in, or for interceptors, before reading pauses. */
    static final int MAX_WAITING = 16;

    /**
     * How many bytes of messages may wait for steps, or be decided, of all channels of a session together, before reading pauses: {@value}.
     * What comes after is a message at most.
     */
    static final int MAX_HELD = 64 * 1_024;

    private final Tenant tenant;

    /** Null where there is nothing of it. */
    private @Nullable SessionExtras extras;

    private int pauses;

    Session(Connection connection, Tenant tenant, @Nullable SessionExtras extras) {
        super(connection);
        this.tenant = tenant;
        this.extras = extras;
    }

    final @Nullable SessionExtras extras() {
        return extras;
    }

    /** The same, made where there was nothing of it. */
    final SessionExtras needExtras() {
        SessionExtras known = extras;
        if (known == null) {
            known = new SessionExtras(null, null, List.of(), SessionExtras.UNTIMED);
            extras = known;
        }
        return known;
    }

    @Override
    public final Application application() {
        return tenant.application();
    }

    final SessionContext context() {
        return tenant.context();
    }

    /** Whether the session began under just these settings. */
    final boolean isUnder(@Nullable Tenant settings) {
        return tenant == settings;
    }

    final ApplicationState state() {
        return tenant.state();
    }

    /** The application's id. */
    public final String appId() {
        return application().id();
    }

    /** Tells an error and closes with the same code. */
    public final void terminate(PusherError error) {
        tell(error);
        connection().close(error.code(), error.message());
    }

    final void tell(PusherError error) {
        connection().send(error.frame());
    }

    // ---- waiting ----

    /** Reads a message and does what it says. */
    abstract void onMessage(byte[] utf8, int from, int length);

    /** Keeps a message until the step that a join or sign-in is in has ended; whether there is one. */
    final boolean waits(@Nullable Subscription subscription, byte[] utf8, int from, int length) {
        Step step = subscription == null ? null : subscription.step();
        if (step == null) {
            return false;
        }
        byte[] copy = Arrays.copyOfRange(utf8, from, from + length);
        if (step.await(() -> onMessage(copy, 0, copy.length)) == MAX_WAITING) {
            pauseReading();
        }
        hold(step, length);
        return true;
    }

    /** Counts a message that is kept for a step. */
    final void hold(Step step, int length) {
        step.hold(length);
        long held = held();
        if (held >= MAX_HELD && held - length < MAX_HELD) {
            pauseReading();
        }
    }

    /** Shows the steps that are under way. */
    abstract void forEachStep(Consumer<Step> action);

    /** How many bytes of messages are kept. Not counted along: it is wanted of the few that wait for something, and then. */
    private long held() {
        long[] sum = new long[1];
        forEachStep(step -> sum[0] += step.held());
        return sum[0];
    }

    /** Ends a step, and does what has waited for it. */
    final void endStep(Subscription subscription) {
        Step ended = subscription.endStep();
        if (ended == null) {
            return;
        }
        boolean hasWaited = ended.waiting().size() >= MAX_WAITING;
        boolean hasHeld = ended.held() > 0 && fellBelow(MAX_HELD, ended.held());
        for (Runnable message : ended.waiting()) {
            // One of them may have closed it.
            if (connection().isOpen()) {
                message.run();
            }
        }
        if (hasWaited) {
            resumeReading();
        }
        if (hasHeld) {
            resumeReading();
        }
    }

    /** Whether less than a number of bytes are kept since so many are no more. */
    private boolean fellBelow(long bound, long gone) {
        long held = held();
        return held < bound && held + gone >= bound;
    }

    final void pauseReading() {
        if (pauses++ == 0) {
            connection().transport().pauseReading();
        }
    }

    final void resumeReading() {
        // None are left where the connection has closed meanwhile.
        if (pauses > 0 && --pauses == 0) {
            connection().transport().resumeReading();
        }
    }

    /** The connection is open no more: nothing waits for a step, and the client's answer to the Close is to be read. */
    final void endPauses() {
        if (pauses > 0) {
            pauses = 0;
            connection().transport().resumeReading();
        }
    }

    // ---- joining and leaving ----

    /** Joins, if the gate is open; else answers the step to wait for. */
    final @Nullable CompletableFuture<Void> joinIfOpen(Subscription subscription) {
        CompletableFuture<Void> step =
                context().gate().pass(state(), subscription).toCompletableFuture();
        if (step.isDone() && !step.isCompletedExceptionally()) {
            join(subscription);
            return null;
        }
        return step;
    }

    final void join(Subscription subscription) {
        state().channels().execute(subscription.channel(), c -> c.join(subscription));
    }

    final void leave(Subscription subscription) {
        state().channels().executeIfPresent(subscription.channel(), c -> c.leave(subscription), () -> {});
    }
}

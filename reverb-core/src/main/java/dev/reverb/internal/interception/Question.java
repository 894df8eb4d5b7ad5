package dev.reverb.internal.interception;

import dev.reverb.interception.Interceptor;
import dev.reverb.spi.Scheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a chain of interceptors decides about, from when they are asked until there is a verdict: by the last of them, the
 * first that refuses, a failure, or the end of the time. Whichever comes first counts, and the others have no effect.
 *
 * <p>The interceptors run on threads of their own, one at a time: where one has answered at once, the next is called in the same
 * turn, else the question goes to the executor again, as the stage may have completed anywhere.
 */
public final class Question<R extends Asked, D> implements Runnable {

    private final Interception interception;
    private final Chain<R, D> chain;

    /** Null when it is over: what runs on in an interceptor, or completes its stage never, keeps nothing of who has asked. */
    private final AtomicReference<@Nullable Consumer<Verdict<R, D>>> answer;

    private volatile Scheduler.@Nullable Cancellable timer;

    /** As the interceptors so far have left it. They are asked one after the other, so that it needs no lock. */
    private volatile R asked;

    /** Whose turn it is. */
    private volatile int next;

    /** Whether it may be in the executor's row. */
    private volatile boolean waits;

    /**
     * @param answer takes the verdict, on any thread, also while {@link #begin} runs; not called after {@link #cancel}
     */
    Question(Interception interception, Chain<R, D> chain, R asked, Consumer<Verdict<R, D>> answer) {
        this.interception = interception;
        this.chain = chain;
        this.asked = asked;
        this.answer = new AtomicReference<>(answer);
    }

    /** Asks. On a lane. */
    void begin() {
        Scheduler.Cancellable pending = interception.inTime(this::expire);
        timer = pending;
        if (isOver()) {
            pending.cancel();
        } else {
            execute();
        }
    }

    private void execute() {
        waits = true;
        try {
            interception.execute(this);
            // Over before it stood in the row.
            if (waits && isOver()) {
                interception.takeBack(this);
            }
        } catch (RejectedExecutionException full) {
            waits = false;
            fail("as many are being decided as may be", null);
        }
    }

    /** Asks one after the other, as long as they answer at once. On a thread for interceptors. */
    @Override
    public void run() {
        waits = false;
        try {
            while (!isOver()) {
                CompletionStage<D> stage = chain.ask().apply(current(), asked);
                if (stage == null) {
                    fail(name() + " answered null in place of a stage", null);
                    return;
                }
                CompletableFuture<D> decided = stage.toCompletableFuture();
                if (!decided.isDone()) {
                    decided.whenComplete(this::goOn);
                    return;
                }
                if (isFinal(decided.join())) {
                    return;
                }
            }
        } catch (Throwable broken) {
            fail(name() + " failed", broken);
        }
    }

    /** A stage has completed later. On any thread, perhaps a lane: no interceptor is called here. */
    private void goOn(@Nullable D decision, @Nullable Throwable failed) {
        if (failed != null) {
            fail(name() + " failed", failed);
            return;
        }
        try {
            if (!isOver() && !isFinal(decision)) {
                execute();
            }
        } catch (Throwable broken) {
            fail(name() + " failed", broken);
        }
    }

    /** Takes a decision; whether there is nobody left to ask. */
    private boolean isFinal(@Nullable D decision) {
        if (decision == null) {
            fail(name() + " answered null", null);
            return true;
        }
        R after = chain.after().apply(asked, decision);
        if (after != null) {
            asked = after;
            int following = next + 1;
            if (following < chain.interceptors().size()) {
                next = following;
                return false;
            }
        }
        Consumer<Verdict<R, D>> taker = end();
        if (taker != null) {
            taker.accept(new Verdict<>(asked, decision));
        }
        return true;
    }

    private Interceptor current() {
        return chain.interceptors().get(next);
    }

    private String name() {
        return current().getClass().getName();
    }

    private void expire() {
        fail(name() + " has not decided within " + interception.timeout(), null);
    }

    private void fail(String why, @Nullable Throwable cause) {
        Consumer<Verdict<R, D>> taker = end();
        if (taker != null) {
            interception.failed(chain.what(), asked, why, cause);
            taker.accept(new Verdict<>(asked, null));
        }
    }

    /** Takes the question back: nobody is interested in the answer any more. Any thread. */
    public void cancel() {
        end();
    }

    private boolean isOver() {
        return answer.get() == null;
    }

    /** Answers who is to be told, where it was not over before. */
    private @Nullable Consumer<Verdict<R, D>> end() {
        Consumer<Verdict<R, D>> taker = answer.getAndSet(null);
        if (taker == null) {
            return null;
        }
        interception.ended(this);
        if (waits) {
            interception.takeBack(this);
        }
        Scheduler.Cancellable pending = timer;
        if (pending != null) {
            pending.cancel();
        }
        return taker;
    }
}

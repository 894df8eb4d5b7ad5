package dev.reverb.engine.interception;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.transport.Await;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Questions that are answered when the test likes. */
final class Held<R, D> {

    /**
     * One that has been asked.
     *
     * @param thread on which it was
     */
    record Asked<R, D>(R request, CompletableFuture<D> stage, String thread) {

        void answer(D decision) {
            stage.complete(decision);
        }
    }

    private final BlockingQueue<Asked<R, D>> questions = new LinkedBlockingQueue<>();

    CompletionStage<D> hold(R request) {
        Asked<R, D> asked = new Asked<>(
                request, new CompletableFuture<>(), Thread.currentThread().getName());
        questions.add(asked);
        return asked.stage();
    }

    /** Waits for the next question, and takes it, once its answer is waited for: from then on it takes effect in the answering call. */
    Asked<R, D> next() {
        try {
            Asked<R, D> asked = questions.poll(10, TimeUnit.SECONDS);
            assertThat(asked).as("a question").isNotNull();
            Await.until("somebody to wait for the answer", () -> asked.stage().getNumberOfDependents() > 0);
            return asked;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", interrupted);
        }
    }

    /** How many have been asked and not been taken. */
    int waiting() {
        return questions.size();
    }
}

package dev.reverb.applications.caching;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the source is being asked: one question for a name at a time, however many wait for its answer, each with an end. Any thread; what an
 * answer brings about runs on the thread that the source answers on.
 *
 * <p>A map of its own in place of a Caffeine {@code AsyncCache}, since a question is not an answer: it is bounded by being refused, not by
 * pushing others out; it ends by a timer; and no answer stays in it, however the cache's upkeep is timed.
 */
final class Questions {

    /** Who is told how a question ended, before those who wait for it. */
    interface Listener {

        /** The source has answered. */
        void answered(Name name, Optional<Application> found, long asked);

        /** The source has failed, or is late. */
        void failed(Name name, Throwable failure);
    }

    private final ConcurrentHashMap<Name, Question> open = new ConcurrentHashMap<>();
    private final ApplicationProvider source;
    private final Listener listener;
    private final Scheduler scheduler;
    private final Duration timeout;
    private final int most;
    private final Semaphore room;

    Questions(CachingApplicationProvider.Builder settings, Listener listener) {
        this.source = settings.source;
        this.listener = listener;
        this.scheduler = settings.scheduler;
        this.timeout = settings.timeout;
        this.most = settings.maxPending;
        this.room = new Semaphore(most);
    }

    /** Asks about a name of which nothing is known; refused where too many such questions are open. */
    CompletableFuture<Optional<Application>> askAnew(Name name, long asked) {
        return ask(name, asked, true);
    }

    /** Asks again about a known application. There is always room: the applications are counted already. */
    CompletableFuture<Optional<Application>> askAgain(Name name, long asked) {
        return ask(name, asked, false);
    }

    /** Whoever asks from now on is not answered by what is open. */
    void forgetAll() {
        open.clear();
    }

    private CompletableFuture<Optional<Application>> ask(Name name, long asked, boolean counted) {
        Question present = open.get(name);
        if (present != null) {
            return present.answer;
        }
        if (counted && !room.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("More than " + most + " unknown applications are being looked up"));
        }
        Question fresh = new Question(name, asked, counted);
        present = open.putIfAbsent(name, fresh);
        if (present != null) {
            fresh.leave();
            return present.answer;
        }
        fresh.ask();
        return fresh.answer;
    }

    private final class Question {

        private final CompletableFuture<Optional<Application>> answer = new CompletableFuture<>();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Name name;
        private final long asked;
        private final boolean counted;

        Question(Name name, long asked, boolean counted) {
            this.name = name;
            this.asked = asked;
            this.counted = counted;
        }

        void ask() {
            CompletionStage<Optional<Application>> stage;
            try {
                stage = name.ask(source);
            } catch (RuntimeException broken) {
                fail(broken);
                return;
            }
            CompletableFuture<Optional<Application>> answered = stage.toCompletableFuture();
            Scheduler.Cancellable timer = answered.isDone() ? () -> {} : scheduler.schedule(this::giveUp, timeout);
            answered.whenComplete((found, failed) -> {
                timer.cancel();
                if (failed != null) {
                    fail(failed);
                } else if (found == null) {
                    fail(new IllegalStateException("The applications' source answered null"));
                } else {
                    succeed(found);
                }
            });
        }

        private void giveUp() {
            fail(new TimeoutException("The applications' source has not answered within " + timeout));
        }

        private void succeed(Optional<Application> found) {
            if (isFirstEnd()) {
                listener.answered(name, found, asked);
                leave();
                answer.complete(found);
            }
        }

        private void fail(Throwable failure) {
            if (isFirstEnd()) {
                listener.failed(name, failure);
                leave();
                answer.completeExceptionally(failure);
            }
        }

        /** What comes behind it is dropped: somebody may have asked again meanwhile, and know better. */
        private boolean isFirstEnd() {
            return ended.compareAndSet(false, true);
        }

        private void leave() {
            open.remove(name, this);
            if (counted) {
                room.release();
            }
        }
    }
}

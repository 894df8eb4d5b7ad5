package dev.reverb.internal;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks now and then whether the applications that have connections still exist:
 *
 * <ol>
 *   <li>A round begins every {@code application_check_interval}, unless the last one is still under way: its applications are asked for
 *       one after the other, {@value #AT_ONCE} at a time, so that a database sees no burst.
 *   <li>One that is found and enabled is told on, since its settings may be new; one that is not is told to be gone, and what it has is
 *       taken from it with that of the others which were found gone: at the end of the round, or each second of a long one.
 *   <li>A question that fails, or is not answered in time, says nothing about the application. It is logged once, until it can be
 *       read again.
 *   <li>Where {@value #AT_ONCE} fail in a row, or all of a round, the provider is away. The round ends, and the next begins behind the
 *       last of them. An outage is logged when it begins and when it ends, not in between.
 * </ol>
 *
 * <p>On the scheduler's thread.
 */
final class ApplicationCheck {

    /** How many questions are under way at most. */
    static final int AT_ONCE = 8;

    /** How many are asked before the scheduler's thread is given back, where answers are there at once. */
    private static final int PER_TURN = 256;

    /** How many that cannot be read are named in a line of the log. */
    private static final int MOST_NAMED = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationCheck.class);

    /** What the answers are for. */
    interface Listener {

        /** An application exists; perhaps with settings that are new. */
        void found(Application application);

        /** An application is served no more; whoever comes from here on is not of those whom {@link #evict} is about. */
        void gone(String appId);

        /** What applications have had that are gone is to go, too. */
        void evict(Set<String> appIds);
    }

    private final ApplicationProvider applications;
    private final Supplier<List<String>> connected;
    private final Listener listener;
    private final Scheduler scheduler;
    private final Ticker ticker;
    private final long interval;
    private final ArrayDeque<String> left = new ArrayDeque<>();
    private long begun;
    private int underWay;
    private boolean inRound;
    private boolean away;
    private boolean stopped;

    /** The last that failed of those for whom the round was ended. */
    private String lastFailed = "";

    private int failuresInRow;
    private boolean brokenOff;
    private boolean answered;

    /** Those of the round that failed, with the reason. */
    private final Map<String, Throwable> failures = new LinkedHashMap<>();

    /** Those that the log has been told of as such that cannot be read. */
    private final Set<String> unreadable = new HashSet<>();

    private Set<String> gone = new HashSet<>();

    /**
     * Begins with the first round an interval from now.
     *
     * @param applications answers or fails in time
     * @param connected the ids of the applications that have connections
     */
    ApplicationCheck(
            ApplicationProvider applications,
            Supplier<List<String>> connected,
            Listener listener,
            Scheduler scheduler,
            Ticker ticker,
            Duration interval) {
        this.applications = applications;
        this.connected = connected;
        this.listener = listener;
        this.scheduler = scheduler;
        this.ticker = ticker;
        this.interval = interval.toNanos();
        this.begun = ticker.nanoTime();
    }

    /** Begins a round where one is due. Once a second. */
    synchronized void sweep() {
        evict();
        long now = ticker.nanoTime();
        if (inRound || stopped || now - begun < interval) {
            return;
        }
        begun = now;
        inRound = true;
        answered = false;
        brokenOff = false;
        failuresInRow = 0;
        failures.clear();
        List<String> asked = new ArrayList<>(connected.get());
        // No place is before the first.
        Collections.rotate(asked, -1 - asked.indexOf(lastFailed));
        left.addAll(asked);
        ask();
    }

    private synchronized void ask() {
        for (int i = 0; i < PER_TURN && underWay < AT_ONCE && !left.isEmpty(); i++) {
            ask(left.remove());
        }
        if (underWay == 0 && left.isEmpty()) {
            endRound();
        } else if (underWay < AT_ONCE && !left.isEmpty()) {
            scheduler.schedule(this::ask, Duration.ZERO);
        }
    }

    private void ask(String appId) {
        CompletableFuture<Optional<Application>> answer =
                applications.findById(appId).toCompletableFuture();
        if (answer.isDone()) {
            take(appId, answer);
            return;
        }
        underWay++;
        answer.whenComplete((found, failure) -> scheduler.schedule(() -> takeLate(appId, answer), Duration.ZERO));
    }

    private synchronized void takeLate(String appId, CompletableFuture<Optional<Application>> answer) {
        underWay--;
        take(appId, answer);
        ask();
    }

    private void take(String appId, CompletableFuture<Optional<Application>> answer) {
        if (stopped) {
            return;
        }
        if (answer.isCompletedExceptionally()) {
            answer.whenComplete((none, failure) -> failed(appId, failure));
            return;
        }
        answered = true;
        failuresInRow = 0;
        Optional<Application> found = answer.join();
        if (found.filter(Application::isEnabled).isPresent()) {
            listener.found(found.get());
        } else {
            LOG.info(
                    "The application {} {}; its connections are closed",
                    appId,
                    found.isPresent() ? "is disabled" : "exists no more");
            listener.gone(appId);
            gone.add(appId);
        }
    }

    private void failed(String appId, Throwable failure) {
        failures.put(appId, failure);
        failuresInRow++;
        if (failuresInRow >= AT_ONCE) {
            brokenOff = true;
            lastFailed = appId;
            left.clear();
        }
    }

    private void evict() {
        if (!gone.isEmpty() && !stopped) {
            Set<String> found = gone;
            gone = new HashSet<>();
            listener.evict(found);
        }
    }

    private void endRound() {
        inRound = false;
        evict();
        if (stopped) {
            return;
        }
        if (brokenOff || !answered && !failures.isEmpty()) {
            tellAway();
        } else {
            lastFailed = "";
            tellBack();
            tellUnreadable();
        }
        failures.clear();
    }

    private void tellAway() {
        if (!away) {
            away = true;
            LOG.warn(
                    "Whether applications still exist cannot be told; until it can, their connections stay",
                    failures.values().iterator().next());
        }
    }

    private void tellBack() {
        if (away) {
            away = false;
            LOG.info("Whether applications still exist can be told again");
        }
    }

    private void tellUnreadable() {
        unreadable.retainAll(failures.keySet());
        List<String> fresh = failures.keySet().stream()
                .filter(id -> !unreadable.contains(id))
                .toList();
        if (!fresh.isEmpty()) {
            unreadable.addAll(fresh);
            LOG.warn(
                    "Whether these applications still exist cannot be told, until they can be read; their connections stay: {}{}",
                    String.join(", ", fresh.subList(0, Math.min(fresh.size(), MOST_NAMED))),
                    fresh.size() > MOST_NAMED ? " and " + (fresh.size() - MOST_NAMED) + " more" : "",
                    failures.get(fresh.get(0)));
        }
    }

    /** Asks nothing more. */
    synchronized void stop() {
        stopped = true;
        left.clear();
    }
}

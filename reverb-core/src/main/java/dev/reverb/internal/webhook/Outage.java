package dev.reverb.internal.webhook;

import dev.reverb.application.Webhook;
import dev.reverb.spi.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a hook's trouble in the log: one warning when it begins, one line when it is over. It begins when an attempt has failed twice in a row or
 * events are dropped, and is over when the hook has caught up. Of one that fails again and again there is a warning a minute at most.
 */
final class Outage {

    /** What one failed attempt and its repetition are: trouble that is worth a line. */
    private static final int FAILURES = 2;

    /** In nanoseconds. */
    static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String appId;
    private final Webhook hook;
    private final Ticker ticker;
    private boolean told;
    private long nextWarning;
    private long dropped;

    /** Begins without trouble; the ticker's {@code nanoTime} begins at zero. */
    Outage(String appId, Webhook hook, Ticker ticker) {
        this.ticker = ticker;
        this.appId = appId;
        this.hook = hook;
    }

    /** An attempt has failed, as so many before it. */
    void failed(int failures, String reason) {
        LOG.debug("{} of the application {}: {}", hook, appId, reason);
        if (failures >= FAILURES) {
            tell("does not take its events (" + reason + "); each is tried again for "
                    + HookQueue.RETRY_TIME.toMinutes() + " minutes, then dropped");
        }
    }

    /** Events are dropped, for want of room or of time. */
    void dropped(int events, String reason) {
        dropped += events;
        tell("loses events: " + reason);
    }

    /** What happens at the end of the server. */
    void droppedAtTheEnd(int events) {
        LOG.warn("{} of the application {} has not taken its last events: {} are dropped", hook, appId, events);
    }

    private void tell(String what) {
        if (!told && ticker.nanoTime() >= nextWarning) {
            told = true;
            nextWarning = ticker.nanoTime() + BETWEEN_WARNINGS;
            LOG.warn("{} of the application {} {}", hook, appId, what);
        }
    }

    /** The hook takes what it is told, and little waits. */
    void over() {
        if (told) {
            LOG.info("{} of the application {} works again; {} events were dropped", hook, appId, dropped);
            told = false;
            dropped = 0;
        }
    }
}

package dev.reverb.internal.webhook;

import dev.reverb.application.Webhook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a hook's trouble in the log: one warning when it begins, one line when it is over. It begins when an attempt has failed twice in a row or
 * events are dropped, and is over when the hook has caught up.
 */
final class Outage {

    /** What one failed attempt and its repetition are: trouble that is worth a line. */
    private static final int FAILURES = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private final String appId;
    private final Webhook hook;
    private boolean told;
    private long dropped;

    Outage(String appId, Webhook hook) {
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
        if (!told) {
            told = true;
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

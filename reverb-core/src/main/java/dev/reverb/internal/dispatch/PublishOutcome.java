package dev.reverb.internal.dispatch;

import dev.reverb.PublishException;

/** Is told once what became of events that were to be published. Never blocks. */
public interface PublishOutcome {

    /** All of them are in their channels' mailboxes. */
    void published();

    /** None was published. */
    void refused(PublishException why);
}

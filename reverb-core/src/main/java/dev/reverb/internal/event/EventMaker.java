package dev.reverb.internal.event;

import dev.reverb.event.ServerEvent;
import java.time.Instant;

/** Makes an event, on the thread of the listener that is told it; once for each listener. What it holds does not change. */
@FunctionalInterface
public interface EventMaker<E extends ServerEvent> {

    /** The event, as it was at that time. */
    E at(Instant time);
}

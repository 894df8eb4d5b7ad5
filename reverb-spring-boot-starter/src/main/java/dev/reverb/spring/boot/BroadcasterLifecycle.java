package dev.reverb.spring.boot;

import dev.reverb.broadcasting.Broadcaster;
import org.springframework.context.SmartLifecycle;

/** Drains the broadcaster's queue when the context closes, just before the server in this process goes. */
final class BroadcasterLifecycle implements SmartLifecycle {

    /** Later phases stop first. */
    static final int PHASE = ReverbLifecycle.PHASE + 1;

    private final Broadcaster broadcaster;
    private volatile boolean running;

    BroadcasterLifecycle(Broadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        broadcaster.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** What is closed does not open again. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}

package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ConnectionLane;
import dev.reverb.spi.transport.Lane;
import java.util.concurrent.RejectedExecutionException;

/** A lane of the engine, for connections that no selector of Jetty's runs. */
final class EngineLane extends ConnectionLane {

    private final Lane lane;
    private volatile boolean ended;

    EngineLane(Lane lane) {
        this.lane = lane;
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void run(Runnable task) {
        if (lane.inLane()) {
            task.run();
            return;
        }
        try {
            lane.execute(task);
        } catch (RejectedExecutionException over) {
            ended = true;
        }
    }

    @Override
    public boolean isAlive() {
        return !ended;
    }
}

package dev.reverb.spi.scaling;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;

/**
 * What joins servers to a cluster, with its settings: each server opens a {@link ScalingBus} of its own. Immutable, so one may serve
 * several servers.
 */
@FunctionalInterface
public interface ScalingBackend {

    /**
     * Makes the bus of one server. Reaches for nothing yet: {@link ScalingBus#start} does.
     *
     * @param ticker where the server reads the time
     * @param scheduler what runs the server's delayed tasks
     * @return a bus that has not been started
     */
    ScalingBus open(Ticker ticker, Scheduler scheduler);
}

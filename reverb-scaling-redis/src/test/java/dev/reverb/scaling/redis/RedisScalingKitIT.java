package dev.reverb.scaling.redis;

import dev.reverb.tck.scaling.ClusterUnderTest;
import dev.reverb.tck.scaling.ScalingKit;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What every back-end must do, done by Redis. Each case has a Redis of its own, and mostly waits. */
@Execution(ExecutionMode.CONCURRENT)
class RedisScalingKitIT extends ScalingKit {

    @Override
    protected ClusterUnderTest create() {
        return new ProxiedCluster();
    }
}

package dev.reverb.scaling.redis;

import dev.reverb.tck.scaling.ClusterUnderTest;
import dev.reverb.tck.scaling.ScalingKit;

/** What every back-end must do, done by Redis. */
class RedisScalingKitIT extends ScalingKit {

    @Override
    protected ClusterUnderTest create() {
        return new ProxiedCluster();
    }
}

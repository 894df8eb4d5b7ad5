package dev.reverb.scaling.redis;

import dev.reverb.tck.scaling.ClusterUnderTest;
import dev.reverb.tck.scaling.ScalingKit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What every back-end must do, done by Redis. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class RedisScalingKitIT extends ScalingKit {

    @Override
    protected ClusterUnderTest create() {
        return new ProxiedCluster();
    }
}

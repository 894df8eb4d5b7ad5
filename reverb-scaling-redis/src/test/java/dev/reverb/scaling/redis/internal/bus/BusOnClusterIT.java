package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.RedisCluster;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.Started;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several buses on a Redis Cluster of three masters. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class BusOnClusterIT extends BusContract {

    @RegisterExtension
    private static final Started<RedisCluster> REDIS = Started.by(RedisCluster::start);

    @Override
    RedisScaling.Builder redis() {
        return RedisScaling.clusterBuilder(List.of(REDIS.get().uri()));
    }
}

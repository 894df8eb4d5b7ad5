package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.RedisCluster;
import dev.reverb.scaling.redis.RedisScaling;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Several buses on a Redis Cluster of three masters. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class BusOnClusterIT extends BusContract {

    private static RedisCluster redis;

    @BeforeAll
    static void startRedis() {
        redis = RedisCluster.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    RedisScaling.Builder redis() {
        return RedisScaling.clusterBuilder(List.of(redis.uri()));
    }
}

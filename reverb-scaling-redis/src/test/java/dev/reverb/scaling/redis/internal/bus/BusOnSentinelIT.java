package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisSentinel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Several buses on the master that a Sentinel names. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class BusOnSentinelIT extends BusContract {

    private static RedisSentinel redis;

    @BeforeAll
    static void startRedis() {
        redis = RedisSentinel.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    RedisScaling.Builder redis() {
        return RedisScaling.builder(redis.uri());
    }
}

package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Several buses on one Redis. */
class BusOnOneServerIT extends BusContract {

    private static RedisServer redis;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
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

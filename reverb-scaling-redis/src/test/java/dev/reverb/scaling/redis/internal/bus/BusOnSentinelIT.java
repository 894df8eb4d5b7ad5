package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisSentinel;
import dev.reverb.scaling.redis.Started;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several buses on the master that a Sentinel names. */
@EnabledIfSystemProperty(named = "reverb.long", matches = "true")
class BusOnSentinelIT extends BusContract {

    @RegisterExtension
    private static final Started<RedisSentinel> REDIS = Started.by(RedisSentinel::start);

    @Override
    RedisScaling.Builder redis() {
        return RedisScaling.builder(REDIS.get().uri());
    }
}

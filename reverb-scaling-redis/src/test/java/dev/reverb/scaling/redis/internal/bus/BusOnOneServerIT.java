package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.scaling.redis.Started;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several buses on one Redis. */
class BusOnOneServerIT extends BusContract {

    @RegisterExtension
    private static final Started<RedisServer> REDIS = Started.by(RedisServer::start);

    @Override
    RedisScaling.Builder redis() {
        return RedisScaling.builder(REDIS.get().uri());
    }
}

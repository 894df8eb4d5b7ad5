package dev.reverb.scaling.redis.internal.state;

import java.util.OptionalLong;

/**
 * What time it is for leases and grace times. All nodes must agree, so it is Redis's own clock that counts, read by the scripts; tests
 * give another.
 */
@FunctionalInterface
public interface RedisTime {

    /** Redis's own clock. */
    RedisTime SERVER = OptionalLong::empty;

    /**
     * The time that scripts take for now.
     *
     * @return milliseconds since 1970-01-01 UTC; empty for Redis's own clock
     */
    OptionalLong millis();
}

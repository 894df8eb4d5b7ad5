/** Several Reverb servers as one, over Redis: {@link dev.reverb.scaling.redis.RedisScaling} is all that an application needs. */
@org.jspecify.annotations.NullMarked
package dev.reverb.scaling.redis;

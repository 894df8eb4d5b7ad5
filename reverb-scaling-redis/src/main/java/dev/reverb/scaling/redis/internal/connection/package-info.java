/** The connections to Redis, however it is run: all that knows Lettuce's clients. */
@org.jspecify.annotations.NullMarked
package dev.reverb.scaling.redis.internal.connection;

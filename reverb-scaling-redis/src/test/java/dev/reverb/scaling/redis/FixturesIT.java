package dev.reverb.scaling.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The servers that the other tests rely on do what they say. */
class FixturesIT {

    @Test
    void aServerForgetsOrRemembersAsItWasStarted() {
        try (RedisServer forgets = RedisServer.start();
                RedisServer remembers = RedisServer.startPersistent()) {
            for (RedisServer server : new RedisServer[] {forgets, remembers}) {
                server.ask(redis -> redis.set("key", "value"));
                server.kill();
                server.restart();
            }
            assertThat(value(forgets)).isNull();
            assertThat(value(remembers)).isEqualTo("value");
            remembers.terminate();
            remembers.restartEmpty();
            assertThat(value(remembers)).isNull();
        }
    }

    @Test
    void aPausedServerGoesOnWhereItWas() {
        try (RedisServer server = RedisServer.start()) {
            RedisClient client = RedisClient.create(server.uri());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                server.pause();
                var answer = connection.async().ping().toCompletableFuture();
                assertThat(answer).isNotDone();
                server.resume();
                assertThat(answer.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("PONG");
            } finally {
                client.shutdown(0, 5, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aSentinelPutsTheReplicaInTheMastersPlace() {
        try (RedisSentinel sentinel = RedisSentinel.start()) {
            assertThat(sentinel.isMaster(sentinel.first())).isTrue();
            sentinel.first().ask(redis -> {
                redis.set("key", "value");
                return redis.waitForReplication(1, 30_000);
            });
            sentinel.first().kill();
            Await.until(() -> sentinel.isMaster(sentinel.second()));
            RedisClient client = RedisClient.create(sentinel.uri());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                assertThat(connection.sync().get("key")).isEqualTo("value");
            } finally {
                client.shutdown(0, 5, TimeUnit.SECONDS);
            }
        }
    }

    private static String value(RedisServer server) {
        return server.ask(redis -> redis.get("key"));
    }
}

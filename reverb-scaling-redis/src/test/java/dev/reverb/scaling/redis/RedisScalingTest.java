package dev.reverb.scaling.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisScalingTest {

    private final RedisScaling.Builder builder = RedisScaling.builder("redis://127.0.0.1:6379");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://127.0.0.1",
                "redis://ada:s3cret@redis.example:6380/3",
                "rediss://redis.example",
                "redis-sentinel://s3cret@one:26379,two:26379/0#main"
            })
    void takesTheUrlsOfRedis(String url) {
        assertThat(RedisScaling.at(url).toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:6379",
                "http://127.0.0.1",
                "redis://ada:s3cret@:::",
                "redis://ada:s3cret@h/notanumber"
            })
    void refusesWhatIsNoUrlOfRedisAndDoesNotRepeatIt(String url) {
        assertThatThrownBy(() -> RedisScaling.at(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void aClusterHasAtLeastOneUrlAndNoSentinels() {
        assertThatThrownBy(() -> RedisScaling.clusterBuilder(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RedisScaling.clusterBuilder(List.of("redis-sentinel://one:26379#main"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RedisScaling.clusterBuilder(List.of("redis://one", "redis://two:7000"))
                        .build()
                        .toString())
                .contains("one:6379,two:7000");
    }

    @Test
    void takesEachSettingAtItsLeastAndNothingBelow() {
        edge(() -> builder.timeout(Duration.ofMillis(100)), b -> b.timeout(Duration.ofMillis(99)));
        edge(() -> builder.lease(Duration.ofMillis(300)), b -> b.lease(Duration.ofMillis(299)));
        edge(() -> builder.linger(Duration.ZERO), b -> b.linger(Duration.ofNanos(-1)));
        edge(() -> builder.tick(Duration.ZERO), b -> b.tick(Duration.ofNanos(-1)));
        edge(() -> builder.maxBufferedMessages(1), b -> b.maxBufferedMessages(0));
        edge(() -> builder.maxBufferedBytes(1), b -> b.maxBufferedBytes(0));
        edge(() -> builder.maxBufferedAge(Duration.ZERO), b -> b.maxBufferedAge(Duration.ofNanos(-1)));
        edge(() -> builder.database(0), b -> b.database(-1));
        edge(() -> builder.prefix("p"), b -> b.prefix(""));
    }

    private void edge(Runnable least, Consumer<RedisScaling.Builder> below) {
        assertThatCode(least::run).doesNotThrowAnyException();
        assertThatThrownBy(() -> below.accept(builder)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.scaling.redis.RedisScaling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

    private final Map<Setting<?>, Value> values = new LinkedHashMap<>();

    @TempDir
    Path directory;

    @Test
    void hasTheDefaultsOfLaravel() throws Exception {
        RedisSettings settings = read();
        assertThat(settings.urls()).containsExactly("redis://127.0.0.1:6379");
        assertThat(settings.isCluster()).isFalse();
        assertThat(settings.username()).isEmpty();
        assertThat(settings.password()).isEmpty();
        assertThat(settings.sentinelPassword()).isEmpty();
        assertThat(settings.database()).contains(0);
        assertThat(settings.trustedCertificates(directory)).isEmpty();
        assertThat(settings.get(ScalingSettings.CHANNEL)).isEqualTo("reverb");
    }

    @Test
    void theOtherDefaultsAreTheBackEndsOwn() throws Exception {
        RedisSettings settings = read();
        assertThat(settings.get(ScalingSettings.CHANNEL)).isEqualTo(RedisScaling.DEFAULT_PREFIX);
        assertThat(settings.get(ScalingSettings.TIMEOUT)).isEqualTo(RedisScaling.DEFAULT_TIMEOUT);
        assertThat(settings.get(ScalingSettings.LEASE)).isEqualTo(RedisScaling.DEFAULT_LEASE);
        assertThat(settings.get(ScalingSettings.LINGER)).isEqualTo(RedisScaling.DEFAULT_LINGER);
        assertThat(settings.get(ScalingSettings.TICK)).isEqualTo(RedisScaling.DEFAULT_TICK);
        assertThat(settings.get(ScalingSettings.MAX_BUFFERED_MESSAGES))
                .isEqualTo(RedisScaling.DEFAULT_MAX_BUFFERED_MESSAGES);
        assertThat(settings.get(ScalingSettings.MAX_BUFFERED_BYTES)).isEqualTo(RedisScaling.DEFAULT_MAX_BUFFERED_BYTES);
        assertThat(settings.get(ScalingSettings.MAX_BUFFERED_AGE)).isEqualTo(RedisScaling.DEFAULT_MAX_BUFFERED_AGE);
    }

    @Test
    void takesWhatIsGiven() throws Exception {
        give(ScalingSettings.HOST, "redis.internal");
        give(ScalingSettings.PORT, "6380");
        give(ScalingSettings.USERNAME, "reverb-user");
        give(ScalingSettings.PASSWORD, "s3cr3t");
        give(ScalingSettings.DATABASE, "5");
        give(ScalingSettings.TIMEOUT, "3600");
        give(ScalingSettings.CHANNEL, "shop");
        give(ScalingSettings.LEASE, "20");
        give(ScalingSettings.LINGER, "0");
        give(ScalingSettings.TICK, "7");
        give(ScalingSettings.MAX_BUFFERED_MESSAGES, "11");
        give(ScalingSettings.MAX_BUFFERED_BYTES, "12");
        give(ScalingSettings.MAX_BUFFERED_AGE, "13");
        RedisSettings settings = read();
        assertThat(settings.urls()).containsExactly("redis://redis.internal:6380");
        assertThat(settings.username()).contains("reverb-user");
        assertThat(settings.password()).contains("s3cr3t");
        assertThat(settings.database()).contains(5);
        assertThat(settings.get(ScalingSettings.TIMEOUT)).isEqualTo(Duration.ofHours(1));
        assertThat(settings.get(ScalingSettings.CHANNEL)).isEqualTo("shop");
        assertThat(settings.get(ScalingSettings.LEASE)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.get(ScalingSettings.LINGER)).isZero();
        assertThat(settings.get(ScalingSettings.TICK)).isEqualTo(Duration.ofMillis(7));
        assertThat(settings.get(ScalingSettings.MAX_BUFFERED_MESSAGES)).isEqualTo(11);
        assertThat(settings.get(ScalingSettings.MAX_BUFFERED_BYTES)).isEqualTo(12L);
        assertThat(settings.get(ScalingSettings.MAX_BUFFERED_AGE)).isEqualTo(Duration.ofSeconds(13));
        assertThat(settings).hasToString("RedisSettings[redis.internal:6380]");
    }

    @ParameterizedTest
    @CsvSource({
        "redis://h:1, true, true",
        "redis://h:1/, true, true",
        "redis://u:p@h:1, false, true",
        "redis://h:1/3, true, false",
        "rediss://:p@h/3?timeout=1s, false, false",
        "redis://h:1?x=1&db=3, true, false",
        "'redis-sentinel://p@a:1,b:2/0#m', false, false",
    })
    void theUrlWinsInWhatItSays(String url, boolean takesPassword, boolean takesDatabase) throws Exception {
        give(ScalingSettings.URL, url);
        give(ScalingSettings.HOST, "shadowed");
        give(ScalingSettings.USERNAME, "reverb-user");
        give(ScalingSettings.PASSWORD, "s3cr3t");
        give(ScalingSettings.DATABASE, "5");
        RedisSettings settings = read();
        assertThat(settings.urls()).containsExactly(url);
        assertThat(settings.username().isPresent()).isEqualTo(takesPassword);
        assertThat(settings.password().isPresent()).isEqualTo(takesPassword);
        assertThat(settings.database().isPresent()).isEqualTo(takesDatabase);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://h:1, h:1",
        "redis://user:s3cr3t@h:1/3?timeout=1s, h:1",
        "redis://:s3cr/3t@h:1, h:1",
        "redis://:s3c@r3t@h:1, h:1",
        "rediss://[::1]:6380, [::1]:6380",
        "'redis-sentinel://s3cr3t@a:1,b:2/0#m', 'a:1,b:2'",
    })
    void theAddressHasNoCredentials(String url, String address) throws Exception {
        give(ScalingSettings.URL, url);
        assertThat(read().address()).isEqualTo(address);
        assertThat(read().toString()).doesNotContain("s3cr");
    }

    @Test
    void anAddressOfVersionSixIsPutInBrackets() throws Exception {
        give(ScalingSettings.HOST, "::1");
        assertThat(read().urls()).containsExactly("redis://[::1]:6379");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://u:p@h:1?database=3, redis://u:p@h:1?database=3",
        "tls://h, rediss://h",
        "http://h, http://h",
        "nonsense, nonsense",
    })
    void schemesOfLaravelMeanTheSame(String url, String meant) throws Exception {
        give(ScalingSettings.URL, url);
        assertThat(read().urls()).containsExactly(meant);
    }

    @Test
    void hostAndPortAreSpokenToWithTlsWhereThatIsTheScheme() throws Exception {
        give(ScalingSettings.SCHEME, "TLS");
        assertThat(read().urls()).containsExactly("rediss://127.0.0.1:6379");
        give(ScalingSettings.URL, "redis://h:1");
        assertThat(read().urls()).containsExactly("redis://h:1");
        give(ScalingSettings.SCHEME, "ssl");
        refuses("REDIS_SCHEME: must be tcp or tls, not \"ssl\"");
    }

    @Test
    void sentinelsTakeThePlaceOfTheMachinesOwnRedis() throws Exception {
        give(ScalingSettings.URL, "redis://:url-s3cr3t@h:1/7");
        give(ScalingSettings.SENTINELS, "one, two:5 ,[::1]:7");
        give(ScalingSettings.SENTINEL_MASTER, "main.1");
        give(ScalingSettings.SENTINEL_PASSWORD, "sentinels-s3cr3t");
        give(ScalingSettings.PASSWORD, "s3cr3t");
        give(ScalingSettings.DATABASE, "2");
        RedisSettings settings = read();
        assertThat(settings.urls()).containsExactly("redis-sentinel://one:26379,two:5,[::1]:7#main.1");
        assertThat(settings.isCluster()).isFalse();
        assertThat(settings.sentinelPassword()).contains("sentinels-s3cr3t");
        assertThat(settings.password()).contains("s3cr3t");
        assertThat(settings.database()).contains(2);
        assertThat(settings.address()).isEqualTo("one:26379,two:5,[::1]:7");
        assertThat(settings.origin()).isEqualTo("REVERB_SCALING_SENTINELS");
        give(ScalingSettings.SCHEME, "tls");
        assertThat(read().urls()).containsExactly("rediss-sentinel://one:26379,two:5,[::1]:7#main.1");
    }

    @Test
    void theServersOfAClusterTakeItsPlaceToo() throws Exception {
        give(ScalingSettings.URL, "redis://:url-s3cr3t@h:1/7");
        give(ScalingSettings.CLUSTER_NODES, "one,two:7001");
        give(ScalingSettings.USERNAME, "reverb-user");
        give(ScalingSettings.PASSWORD, "s3cr3t");
        RedisSettings settings = read();
        assertThat(settings.urls()).containsExactly("redis://one:6379", "redis://two:7001");
        assertThat(settings.isCluster()).isTrue();
        assertThat(settings.username()).contains("reverb-user");
        assertThat(settings.password()).contains("s3cr3t");
        assertThat(settings.database()).isEmpty();
        assertThat(settings).hasToString("RedisSettings[one:6379,two:7001]");
        give(ScalingSettings.DATABASE, "1");
        refuses("REDIS_DB: must be 0, since a Redis Cluster has no other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one,", "one two", "redis://one", "one:0", "one:65536", "one:", "user:s@one", "::1"})
    void whatIsNoListOfHostsIsRefused(String nodes) {
        give(ScalingSettings.CLUSTER_NODES, nodes);
        refuses(
                "REVERB_SCALING_CLUSTER_NODES: must be a list of hosts with ports, such as redis-1:6379,redis-2:6379, not \""
                        + nodes + "\"");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        give(ScalingSettings.SENTINEL_PASSWORD, "s3cr3t");
        refuses("REVERB_SCALING_SENTINEL_PASSWORD: there are no Sentinels; set server.sentinels too");
        give(ScalingSettings.SENTINELS, "one");
        refuses("REVERB_SCALING_SENTINELS: needs server.sentinel_master too, the name of what they watch over");
        give(ScalingSettings.SENTINEL_MASTER, "a#b");
        refuses("REVERB_SCALING_SENTINEL_MASTER: must be a name of letters, digits, and . _ -, not \"a#b\"");
        give(ScalingSettings.SENTINEL_MASTER, "main");
        give(ScalingSettings.CLUSTER_NODES, "one");
        refuses("REVERB_SCALING_SENTINELS: give either Sentinels or server.cluster_nodes");
    }

    @Test
    void thePasswordOfTheSentinelsOfAUrlIsTaken() throws Exception {
        give(ScalingSettings.URL, "redis-sentinel://one:26379#main");
        give(ScalingSettings.SENTINEL_PASSWORD, "s3cr3t");
        assertThat(read().sentinelPassword()).contains("s3cr3t");
    }

    @Test
    void certificatesAreReadWhereThereIsTls() throws Exception {
        give(ScalingSettings.CAFILE, "ca.pem");
        refuses(
                "REVERB_SCALING_TLS_CAFILE: Redis is spoken to without TLS; set server.scheme to tls, or begin the URL with"
                        + " rediss://");
        give(ScalingSettings.URL, "rediss://h");
        RedisSettings settings = read();
        Path file = directory.resolve("ca.pem");
        assertThatThrownBy(() -> settings.trustedCertificates(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("REVERB_SCALING_TLS_CAFILE: " + file + " cannot be read: no such file");
        Files.createFile(file);
        assertThat(settings.trustedCertificates(directory)).contains(file);
    }

    @Test
    void eachIsTakenAtItsEdgesAndNothingBeyond() throws Exception {
        edges(ScalingSettings.LEASE, "whole number of seconds", 1, 3600);
        edges(ScalingSettings.LINGER, "whole number of seconds", 0, 3600);
        edges(ScalingSettings.TICK, "whole number of milliseconds", 0, 1000);
        edges(ScalingSettings.MAX_BUFFERED_AGE, "whole number of seconds", 0, 3600);
        edges(ScalingSettings.MAX_BUFFERED_MESSAGES, "whole number", 1, Integer.MAX_VALUE);
    }

    private void edges(Setting<?> setting, String kind, long least, long most) throws Exception {
        for (long taken : List.of(least, most)) {
            give(setting, String.valueOf(taken));
            read();
        }
        for (long refused : List.of(least - 1, most + 1)) {
            give(setting, String.valueOf(refused));
            refuses(setting.variable().orElseThrow() + ": must be a " + kind + " from " + least + " to " + most
                    + ", not \"" + refused + "\"");
        }
        give(setting, "");
    }

    @Test
    void wrongValuesAreRefused() {
        give(ScalingSettings.TIMEOUT, "0");
        refuses("REDIS_TIMEOUT: must be a whole number of seconds from 1 to 3600, not \"0\"");
        give(ScalingSettings.TIMEOUT, "3601");
        refuses("REDIS_TIMEOUT: must be a whole number of seconds from 1 to 3600, not \"3601\"");
        give(ScalingSettings.TIMEOUT, "1");
        give(ScalingSettings.HOST, "user@host");
        refuses("REDIS_HOST: must be a host name or an IP address, not \"user@host\"");
        give(ScalingSettings.HOST, "h");
        give(ScalingSettings.USERNAME, "reverb-user");
        refuses("REDIS_USERNAME: needs a password too");
    }

    private void give(Setting<?> setting, String text) {
        values.put(setting, Value.of(text, setting.variable().orElseThrow()));
    }

    private RedisSettings read() throws ConfigurationException {
        return RedisSettings.of(new Values(values));
    }

    private void refuses(String message) {
        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }
}

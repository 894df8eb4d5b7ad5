package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSettingsTest {

    private final Map<Setting<?>, Value> values = new LinkedHashMap<>();

    @Test
    void hasTheDefaultsOfLaravel() throws Exception {
        RedisSettings settings = read();
        assertThat(settings.url()).isEqualTo("redis://127.0.0.1:6379");
        assertThat(settings.username()).isEmpty();
        assertThat(settings.password()).isEmpty();
        assertThat(settings.database()).contains(0);
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.prefix()).isEqualTo("reverb");
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
        RedisSettings settings = read();
        assertThat(settings.url()).isEqualTo("redis://redis.internal:6380");
        assertThat(settings.username()).contains("reverb-user");
        assertThat(settings.password()).contains("s3cr3t");
        assertThat(settings.database()).contains(5);
        assertThat(settings.timeout()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.prefix()).isEqualTo("shop");
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
        assertThat(settings.url()).isEqualTo(url);
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
        assertThat(read().url()).isEqualTo("redis://[::1]:6379");
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

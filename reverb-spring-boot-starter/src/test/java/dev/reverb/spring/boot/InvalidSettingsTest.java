package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What a user reads when the application does not start for Reverb's properties. */
class InvalidSettingsTest {

    private static final String[] CREDENTIALS = {
        "reverb.app.id=shop", "reverb.app.key=shop-key", "reverb.app.secret=shop-secret"
    };

    private static FailureAnalysis analysis(UnaryOperator<WebApplicationContextRunner> application) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        application
                .apply(new WebApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(
                                ReverbAutoConfiguration.class,
                                ReverbPlaygroundAutoConfiguration.class,
                                ReverbScalingAutoConfiguration.class,
                                ReverbServletAutoConfiguration.class)))
                .run(context -> {
                    assertThat(context).hasFailed();
                    found[0] =
                            SpringFactoriesLoader.forDefaultResourceLocation()
                                    .load(FailureAnalyzer.class, (type, name, failure) -> {})
                                    .stream()
                                    .filter(InvalidSettingFailureAnalyzer.class::isInstance)
                                    .map(analyzer -> analyzer.analyze(context.getStartupFailure()))
                                    .findFirst()
                                    .orElseThrow();
                });
        assertThat(found[0]).as("the analyzer knows the failure").isNotNull();
        assertThat(found[0].getDescription() + found[0].getAction()).doesNotContain("shop-secret");
        return found[0];
    }

    @Test
    void noApplication() {
        FailureAnalysis analysis = analysis(application -> application);

        assertThat(analysis.getDescription()).isEqualTo("Reverb: there is no application to serve.");
        assertThat(analysis.getAction()).contains("reverb.app.id", "reverb.app.key", "reverb.app.secret");
    }

    @Test
    void missingCredentials() {
        FailureAnalysis analysis = analysis(
                application -> application.withPropertyValues("reverb.app.key=shop-key", "reverb.app.secret= "));

        assertThat(analysis.getDescription()).endsWith("are not set: reverb.app.id, reverb.app.secret.");
        assertThat(analysis.getAction()).isEqualTo("Set reverb.app.id, reverb.app.secret.");
    }

    @Test
    void missingCredentialsOfOneOfSeveral() {
        FailureAnalysis analysis = analysis(application -> application.withPropertyValues(
                "reverb.apps[0].id=shop",
                "reverb.apps[0].key=shop-key",
                "reverb.apps[0].secret=shop-secret",
                "reverb.apps[1].id=blog",
                "reverb.apps[1].key=blog-key"));

        assertThat(analysis.getAction()).isEqualTo("Set reverb.apps[1].secret.");
    }

    @Test
    void twoApplicationsWithOneId() {
        FailureAnalysis analysis = analysis(application -> application
                .withPropertyValues(CREDENTIALS)
                .withPropertyValues(
                        "reverb.apps[0].id=shop", "reverb.apps[0].key=blog-key", "reverb.apps[0].secret=shop-secret"));

        assertThat(analysis.getDescription()).isEqualTo("Reverb: Two applications have the id \"shop\".");
    }

    @Test
    void twoBeansWithOneKey() {
        FailureAnalysis analysis = analysis(application -> application
                .withBean("one", Application.class, () -> Application.of("one", "same", "shop-secret"))
                .withBean("two", Application.class, () -> Application.of("two", "same", "shop-secret")));

        assertThat(analysis.getDescription()).isEqualTo("Reverb: Two applications have the key \"same\".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reverb.app.max-message-size=0    | reverb.app.max-message-size must be at least 1, not 0.",
                "reverb.app.max-message-size=2GB  | reverb.app.max-message-size must be less than 2GB, not 2147483648B.",
                "reverb.app.max-connections=-1    | reverb.app.max-connections must be at least 1, not -1.",
                "reverb.app.max-channels-per-connection=0 | reverb.app.max-channels-per-connection must be at least 1, not 0.",
                "reverb.app.user-authentication-timeout=0 | reverb.app.user-authentication-timeout must be whole seconds, at least 1, not PT0S.",
                "reverb.app.webhook-batch-ms=-1   | reverb.app.webhook-batch-ms must be whole milliseconds, 0 to 2147483647, not PT-0.001S.",
                "reverb.app.webhook-grace-ms=-1   | reverb.app.webhook-grace-ms must be whole milliseconds, 0 to 2147483647, not PT-0.001S.",
                "reverb.app.max-pending-webhook-events=0 | reverb.app.max-pending-webhook-events must be at least 1, not 0.",
                "reverb.request-timeout=0         | reverb.request-timeout must be at least 1, not 0.",
                "reverb.max-pending-events=999    | reverb.max-pending-events must be at least 1000, not 999.",
                "reverb.max-pending-listener-events=0 | reverb.max-pending-listener-events must be at least 1, not 0.",
                "reverb.application-check-interval=0 | reverb.application-check-interval must be at least 1, not 0.",
                "reverb.interceptor-timeout=0ms   | reverb.interceptor-timeout must be at least 1, not 0.",
                "reverb.max-outbound-total=0      | reverb.max-outbound-total must be at least 1, not 0.",
                "reverb.path=a?b                  | reverb.path must be empty, or begin with a slash and end with none, not \"/a?b\".",
            })
    void refusedValues(String property, String description) {
        assertThat(analysis(application ->
                                application.withPropertyValues(CREDENTIALS).withPropertyValues(property))
                        .getDescription())
                .isEqualTo("Reverb: " + description);
    }

    @Test
    void refusedRateLimit() {
        FailureAnalysis analysis = analysis(application -> application
                .withPropertyValues(CREDENTIALS)
                .withPropertyValues(
                        "reverb.app.rate-limiting.enabled=true", "reverb.app.rate-limiting.max-attempts=0"));

        assertThat(analysis.getDescription())
                .isEqualTo("Reverb: reverb.app.rate-limiting.max-attempts must be at least 1, not 0.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url=  | a webhook has an address, and reverb.app.webhooks[1].url is not set.",
                "url=ftp://shop-secret | reverb.app.webhooks[1].url: the url of a webhook must begin with http:// or https:// and a host.",
                "url=http://a b?t=shop-secret | reverb.app.webhooks[1].url: the url of a webhook must be a valid address.",
                "headers.Host=shop-secret | reverb.app.webhooks[1].headers: a webhook sets the header Host itself.",
            })
    void refusedWebhooks(String property, String description) {
        FailureAnalysis analysis = analysis(application -> application
                .withPropertyValues(CREDENTIALS)
                .withPropertyValues(
                        "reverb.app.webhooks[0].url=https://example.com",
                        "reverb.app.webhooks[0].event-types=cache_miss",
                        "reverb.app.webhooks[1].url=https://example.com",
                        "reverb.app.webhooks[1].event-types=cache_miss")
                .withPropertyValues("reverb.app.webhooks[1]." + property));

        assertThat(analysis.getDescription()).isEqualTo("Reverb: " + description);
        assertThat(analysis.getAction()).contains("reverb.app.webhooks[1].");
    }

    @Test
    void scalingOverNothing() {
        FailureAnalysis analysis = analysis(application -> application
                .withPropertyValues(CREDENTIALS)
                .withPropertyValues("reverb.scaling.enabled=true")
                .withClassLoader(new FilteredClassLoader("dev.reverb.scaling.redis")));

        assertThat(analysis.getDescription())
                .isEqualTo("Reverb: reverb.scaling.enabled is true, but there is nothing to scale over.");
        assertThat(analysis.getAction()).contains("reverb-scaling-redis", "ScalingBackend");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url=http://:shop-secret@h | reverb.scaling.url: a URL of Redis begins with one of [redis, rediss, redis-sentinel, rediss-sentinel] and ://.",
                "cluster-nodes=redis-sentinel://a#b | reverb.scaling.cluster-nodes: a Redis Cluster has no Sentinels.",
                "channel= | reverb.scaling.channel: the prefix must not be empty.",
                "username=u | reverb.scaling.username: it needs a password too.",
                "database=-1 | reverb.scaling.database: the database must be at least 0, not -1.",
                "tls-cafile=none.pem | reverb.scaling.tls-cafile: none.pem cannot be read.",
                "timeout=0 | reverb.scaling.timeout: timeout must be at least PT0.1S, not PT0S.",
                "lease=0 | reverb.scaling.lease: lease must be at least PT0.3S, not PT0S.",
                "linger=-1 | reverb.scaling.linger: linger must be at least PT0S, not PT-1S.",
                "tick-ms=-1 | reverb.scaling.tick-ms: tick must be at least PT0S, not PT-0.001S.",
                "max-buffered-messages=0 | reverb.scaling.max-buffered-messages: max_buffered_messages must be at least 1, not 0.",
                "max-buffered-bytes=0 | reverb.scaling.max-buffered-bytes: max_buffered_bytes must be at least 1, not 0.",
                "max-buffered-age=-1 | reverb.scaling.max-buffered-age: max_buffered_age must be at least PT0S, not PT-1S.",
            })
    void refusedScaling(String property, String description) {
        FailureAnalysis analysis = analysis(application -> application
                .withPropertyValues(CREDENTIALS)
                .withPropertyValues("reverb.scaling.enabled=true", "reverb.scaling." + property));

        assertThat(analysis.getDescription()).isEqualTo("Reverb: " + description);
        assertThat(analysis.getAction()).startsWith("Change the value of reverb.scaling.");
    }

    private static FailureAnalysis playgroundAnalysis(String... properties) {
        return analysis(application -> application
                .withPropertyValues(CREDENTIALS)
                .withPropertyValues("reverb.playground.enabled=true")
                .withPropertyValues(properties));
    }

    @Test
    void aPlaygroundOfSeveralApplications() {
        FailureAnalysis analysis = playgroundAnalysis(
                "reverb.apps[0].id=blog", "reverb.apps[0].key=blog-key", "reverb.apps[0].secret=shop-secret");

        assertThat(analysis.getDescription())
                .isEqualTo("Reverb: reverb.playground.enabled is true, but there is not exactly one application to play"
                        + " with.");
        assertThat(analysis.getAction()).contains("@Primary", "ReverbServerBuilderCustomizer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "//", "/a?b", "/a b", "/app", "/apps/playground", "/up"})
    void aPlaygroundAtNoPathForIt(String path) {
        FailureAnalysis analysis = playgroundAnalysis("reverb.playground.path=" + path);

        assertThat(analysis.getDescription()).isEqualTo("Reverb: the playground cannot be served at \"" + path + "\".");
        assertThat(analysis.getAction()).startsWith("Set reverb.playground.path to ");
    }

    @ParameterizedTest
    @CsvSource({
        "server.forward-headers-strategy=native, server.forward-headers-strategy=native",
        "server.forward-headers-strategy=FRAMEWORK, server.forward-headers-strategy=FRAMEWORK",
        "server.tomcat.remoteip.remote-ip-header=X-Real-IP, server.tomcat.remoteip.remote-ip-header",
        "server.tomcat.remoteip.protocol-header=X-Proto, server.tomcat.remoteip.protocol-header",
        "spring.main.cloud-platform=kubernetes, as it does on KUBERNETES unless told otherwise"
    })
    void aPlaygroundForThisMachineWhereAnybodyCouldPretendToBeOnIt(String property, String cause) {
        FailureAnalysis analysis = playgroundAnalysis(property);

        assertThat(analysis.getDescription())
                .startsWith("Reverb: the playground cannot tell who is on this machine")
                .endsWith("(" + cause + ").");
        assertThat(analysis.getAction())
                .contains("server.forward-headers-strategy=none", "reverb.playground.loopback-only=false");
    }
}

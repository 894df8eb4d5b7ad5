package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Where the playground is, whose, and for whom. What it refuses to start with is in {@link InvalidSettingsTest}. */
class ReverbPlaygroundAutoConfigurationTest {

    private static final List<String> PATHS = List.of(
            "/", "/playground", "/playground/", "/playground/sign", "/playground/another", "/dev", "/dev/reverb/");

    private final WebApplicationContextRunner off = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ReverbAutoConfiguration.class,
                    ReverbPlaygroundAutoConfiguration.class,
                    ReverbServletAutoConfiguration.class))
            .withPropertyValues("reverb.app.id=shop", "reverb.app.key=k", "reverb.app.secret=s")
            .withBean(IdleTransport.class);
    private final WebApplicationContextRunner on = off.withPropertyValues("reverb.playground.enabled=true");

    private static List<String> claimed(ApplicationContext context) {
        IdleTransport transport = context.getBean(IdleTransport.class);
        return PATHS.stream().filter(transport::claims).toList();
    }

    private static HttpResponse get(ApplicationContext context, String path, String peer) throws Exception {
        InMemoryRequest request =
                InMemoryRequest.of("GET", path).withHeader("Host", "localhost").withRemoteAddress(peer);
        return context.getBean(IdleTransport.class).answer(request).get(10, TimeUnit.SECONDS);
    }

    private static String config(ApplicationContext context) throws Exception {
        return new String(get(context, "/playground/config.json", "127.0.0.1").body(), StandardCharsets.UTF_8);
    }

    @Test
    void itIsOffByDefault() {
        off.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(ReverbServerBuilderCustomizer.class);
            assertThat(claimed(context)).isEmpty();
        });
    }

    @Test
    void itsOwnPathsAreAllThatItTakes() {
        on.run(context ->
                assertThat(claimed(context)).containsExactly("/playground", "/playground/", "/playground/sign"));
    }

    @Test
    void withoutItsDependencyOrWithoutReverbThereIsNone() {
        on.withClassLoader(new FilteredClassLoader("dev.reverb.playground")).run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(ReverbServerBuilderCustomizer.class);
            assertThat(claimed(context)).isEmpty();
        });
        on.withPropertyValues("reverb.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ReverbServerBuilderCustomizer.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/reverb", "dev/reverb/", "/dev/reverb/"})
    void itIsWhereItIsPut(String path) {
        on.withPropertyValues("reverb.playground.path=" + path)
                .run(context -> assertThat(claimed(context)).containsExactly("/dev/reverb/"));
    }

    @Test
    void itMayTakeTheRoot() {
        on.withPropertyValues("reverb.playground.path=/")
                .run(context -> assertThat(claimed(context)).containsExactly("/", "/playground/sign"));
    }

    @ParameterizedTest
    @CsvSource({"true, 127.0.0.1, 200", "true, 192.0.2.1, 403", "false, 192.0.2.1, 200"})
    void itIsForThisMachineUnlessToldOtherwise(boolean only, String peer, int status) {
        on.withPropertyValues("reverb.playground.loopback-only=" + only)
                .run(context ->
                        assertThat(get(context, "/playground/", peer).status()).isEqualTo(status));
        if (only) {
            on.run(context ->
                    assertThat(get(context, "/playground/", peer).status()).isEqualTo(status));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, server.forward-headers-strategy=none",
        "true, 'spring.main.cloud-platform=kubernetes,server.forward-headers-strategy=none'",
        "false, server.forward-headers-strategy=framework",
        "false, spring.main.cloud-platform=kubernetes"
    })
    void headersThatAreNotBelievedOrDoNotMatterAreNoObstacle(boolean only, String properties) {
        on.withPropertyValues("reverb.playground.loopback-only=" + only)
                .withPropertyValues(properties.split(","))
                .run(context -> assertThat(claimed(context)).contains("/playground/"));
    }

    @Test
    void itIsOfTheApplicationThatIsABean() {
        WebApplicationContextRunner blog =
                on.withBean("blog", Application.class, () -> Application.of("blog", "l", "t"));
        blog.run(context -> assertThat(config(context)).contains("\"id\":\"blog\""));
        blog.withBean(
                        "news",
                        Application.class,
                        () -> Application.of("news", "m", "u"),
                        definition -> definition.setPrimary(true))
                .run(context -> assertThat(config(context)).contains("\"id\":\"news\""));
    }

    @Test
    void customizersOfTheApplicationComeLater() {
        on.withBean(
                        ReverbServerBuilderCustomizer.class,
                        () -> builder -> builder.handler(
                                "/playground/", request -> CompletableFuture.completedFuture(HttpResponse.empty(204))))
                .run(context -> assertThat(
                                get(context, "/playground/", "127.0.0.1").status())
                        .isEqualTo(204));
    }

    /** {@code REVERB_PLAYGROUND} is a flag of the standalone server, and above all properties of this one. */
    @Test
    void theStandaloneServersVariableIsNoObstacle() {
        WebApplicationContextRunner shared = off.withInitializer(context -> context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new SystemEnvironmentPropertySource("systemEnvironment", Map.of("REVERB_PLAYGROUND", "true"))));
        shared.run(context -> assertThat(claimed(context)).isEmpty());
        shared.withPropertyValues("reverb.playground.enabled=true")
                .run(context -> assertThat(claimed(context)).contains("/playground/"));
    }
}

package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ClientAuthorizer;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.event.EventPublished;
import dev.reverb.event.ServerListener;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.transport.jakarta.JakartaTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;

/** Which beans there are, and which give way to the application's own. */
class ReverbAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            ReverbAutoConfiguration.class,
            ReverbHealthAutoConfiguration.class,
            ReverbMetricsAutoConfiguration.class,
            ReverbServletAutoConfiguration.class);

    private final WebApplicationContextRunner empty = new WebApplicationContextRunner().withConfiguration(ALL);
    private final WebApplicationContextRunner web = withCredentials(empty);

    private static <
                    R extends AbstractApplicationContextRunner<R, C, A>,
                    C extends ConfigurableApplicationContext,
                    A extends ApplicationContextAssertProvider<C>>
            R withCredentials(R runner) {
        return runner.withPropertyValues("reverb.app.id=shop", "reverb.app.key=k", "reverb.app.secret=s");
    }

    private static int connections(ReverbServer server, String appId) {
        return server.connectionCount(appId).toCompletableFuture().join();
    }

    @Test
    void aWebApplicationHasAServerThatIsMounted() {
        web.run(context -> {
            assertThat(context)
                    .hasSingleBean(ReverbServer.class)
                    .hasSingleBean(JakartaTransport.class)
                    .hasSingleBean(ReverbLifecycle.class)
                    .hasSingleBean(ClientAuthorizer.class)
                    .hasBean("reverbHealthIndicator")
                    .doesNotHaveBean(MetricsRecorder.class);
            assertThat(context.getBean(Application.class)).isEqualTo(Application.of("shop", "k", "s"));
            assertThat(connections(context.getBean(ReverbServer.class), "shop")).isZero();
        });
    }

    @Test
    void theFilterStandsBeforeSpringSecuritys() {
        web.run(context -> assertThat(context.getBean("reverbFilter", FilterRegistrationBean.class))
                .satisfies(filter -> {
                    assertThat(filter.getOrder()).isLessThan(-100);
                    assertThat(filter.getFilter())
                            .isSameAs(context.getBean(JakartaTransport.class).filter());
                    assertThat(filter.isAsyncSupported()).isTrue();
                }));
    }

    @Test
    void oneSettingLeavesEverythingOut() {
        web.withPropertyValues("reverb.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ReverbServer.class)
                        .doesNotHaveBean(JakartaTransport.class)
                        .doesNotHaveBean("reverbFilter")
                        .doesNotHaveBean("reverbHealthIndicator")
                        .doesNotHaveBean(Application.class)
                        .doesNotHaveBean(ReverbProperties.class));
    }

    @Test
    void severalApplicationsAreServed() {
        empty.withPropertyValues(
                        "reverb.apps[0].id=shop",
                        "reverb.apps[0].key=k",
                        "reverb.apps[0].secret=s",
                        "reverb.apps[1].id=blog",
                        "reverb.apps[1].key=l",
                        "reverb.apps[1].secret=t")
                .run(context -> {
                    assertThat(context).doesNotHaveBean(Application.class).doesNotHaveBean(ClientAuthorizer.class);
                    ReverbServer server = context.getBean(ReverbServer.class);
                    assertThat(connections(server, "shop") + connections(server, "blog"))
                            .isZero();
                    assertThat(context.getBean(ApplicationProvider.class).findByKey("l"))
                            .isCompletedWithValueMatching(
                                    found -> found.orElseThrow().id().equals("blog"));
                });
    }

    @Test
    void beansOfTheApplicationAreServedInPlaceOfTheProperties() {
        web.withBean("blog", Application.class, () -> Application.of("blog", "l", "t"))
                .run(context -> {
                    assertThat(context).hasSingleBean(Application.class).hasSingleBean(ClientAuthorizer.class);
                    ApplicationProvider served = context.getBean(ApplicationProvider.class);
                    assertThat(served.findById("blog").toCompletableFuture().join())
                            .isPresent();
                    assertThat(served.findById("shop").toCompletableFuture().join())
                            .isEmpty();
                });
    }

    @Test
    void anApplicationProviderNeedsNoProperties() {
        ApplicationProvider own = ApplicationProvider.of(Application.of("blog", "l", "t"));
        empty.withBean(ApplicationProvider.class, () -> own).run(context -> {
            assertThat(context).doesNotHaveBean(ConfiguredApplications.class).doesNotHaveBean(Application.class);
            assertThat(connections(context.getBean(ReverbServer.class), "blog")).isZero();
            assertThat(context.getBean("reverbHealthIndicator", HealthIndicator.class)
                            .health()
                            .getDetails())
                    .isEmpty();
        });
    }

    @Test
    void aServerOfTheApplicationsOwnIsDrainedAndWatched() {
        empty.withBean(
                        ReverbServer.class,
                        () -> ReverbServer.builder()
                                .application(Application.of("blog", "l", "t"))
                                .transport(new IdleTransport())
                                .start())
                .run(context -> assertThat(context)
                        .hasSingleBean(ReverbServer.class)
                        .hasSingleBean(ReverbLifecycle.class)
                        .hasBean("reverbHealthIndicator")
                        .doesNotHaveBean(ApplicationProvider.class));
    }

    @Test
    void withoutAServletContainerThereIsNoServerButTheApplicationsOwnTransports() {
        withCredentials(new ApplicationContextRunner().withConfiguration(ALL))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ReverbServer.class)
                        .doesNotHaveBean(ReverbLifecycle.class)
                        .hasSingleBean(ClientAuthorizer.class));
        withCredentials(new ReactiveWebApplicationContextRunner().withConfiguration(ALL))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ReverbServer.class));
        withCredentials(new ReactiveWebApplicationContextRunner().withConfiguration(ALL))
                .withBean(IdleTransport.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(ReverbServer.class).doesNotHaveBean(JakartaTransport.class);
                    assertThat(context.getBean(IdleTransport.class).claims("/app/k"))
                            .isTrue();
                });
    }

    @Test
    void transportsOfTheApplicationAreAdded() {
        web.withBean(IdleTransport.class).run(context -> {
            assertThat(context).hasSingleBean(JakartaTransport.class);
            assertThat(context.getBean(IdleTransport.class).claims("/app/k")).isTrue();
        });
    }

    @Test
    void customizersHaveTheLastWord() {
        web.withBean(IdleTransport.class)
                .withPropertyValues("reverb.path=/ws/")
                .withBean(ReverbServerBuilderCustomizer.class, () -> builder -> builder.path("/socket"))
                .run(context -> assertThat(List.of("/app/k", "/ws/app/k", "/socket/app/k", "/socket/up"))
                        .filteredOn(context.getBean(IdleTransport.class)::claims)
                        .containsExactly("/socket/app/k", "/socket/up"));
    }

    @Test
    void listenersOfTheApplicationAreTold() {
        BlockingQueue<EventPublished> told = new LinkedBlockingQueue<>();
        ServerListener listener = new ServerListener() {
            @Override
            public void onEventPublished(EventPublished event) {
                told.add(event);
            }
        };
        web.withBean("one", ServerListener.class, () -> listener)
                .withBean("other", ServerListener.class, () -> listener)
                .run(context -> {
                    ReverbServer server = context.getBean(ReverbServer.class);
                    server.publish("shop", "orders", "OrderShipped", "{}")
                            .toCompletableFuture()
                            .join();
                    for (int listeners = 0; listeners < 2; listeners++) {
                        assertThat(told.poll(10, TimeUnit.SECONDS))
                                .isNotNull()
                                .satisfies(event -> assertThat(event.event()).isEqualTo("OrderShipped"));
                    }
                });
        assertThat(told).isEmpty();
    }

    @Test
    void thePathAndUpAreAsTheyAreSet() {
        List<String> paths = List.of("/app/k", "/apps/shop/events", "/up", "/hello", "/ws/app/k", "/ws/up");
        WebApplicationContextRunner seen = web.withBean(IdleTransport.class);
        seen.run(context -> assertThat(paths)
                .filteredOn(context.getBean(IdleTransport.class)::claims)
                .containsExactly("/app/k", "/apps/shop/events"));
        seen.withPropertyValues("reverb.claim-up=true")
                .run(context -> assertThat(paths)
                        .filteredOn(context.getBean(IdleTransport.class)::claims)
                        .containsExactly("/app/k", "/apps/shop/events", "/up"));
        seen.withPropertyValues("reverb.path=ws")
                .run(context -> assertThat(paths)
                        .filteredOn(context.getBean(IdleTransport.class)::claims)
                        .containsExactly("/ws/app/k", "/ws/up"));
    }

    @Test
    void figuresGoToTheMeterRegistryUnlessTheApplicationHasARecorder() {
        WebApplicationContextRunner metered = web.withBean(MeterRegistry.class, SimpleMeterRegistry::new);
        metered.run(context -> assertThat(context).hasSingleBean(MicrometerRecorder.class));
        metered.withBean(MetricsRecorder.class, MetricsRecorder::disabled)
                .run(context -> assertThat(context).doesNotHaveBean(MicrometerRecorder.class));
        metered.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MetricsRecorder.class));
    }

    @Test
    void healthNeedsItsModuleAndMayBeLeftOut() {
        web.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ReverbServer.class));
        web.withPropertyValues("management.health.reverb.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("reverbHealthIndicator"));
    }

    @Test
    void healthTellsConnectionsAndThatTheServerIsLeaving() {
        web.run(context -> {
            HealthIndicator health = context.getBean("reverbHealthIndicator", HealthIndicator.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).hasToString("{connections={shop=0}}");

            context.getBean(ReverbServer.class).shutdown();

            assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        });
    }
}

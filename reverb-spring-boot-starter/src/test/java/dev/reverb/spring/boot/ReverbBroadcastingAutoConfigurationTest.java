package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.ShouldBroadcast;
import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.broadcasting.auth.Channels;
import dev.reverb.broadcasting.entity.EntityBroadcaster;
import dev.reverb.broadcasting.entity.ModelNames;
import dev.reverb.broadcasting.notification.BroadcastNotification;
import dev.reverb.broadcasting.notification.Notifications;
import dev.reverb.broadcasting.servlet.BroadcastingServlet;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.broadcasting.spi.TransactionBinding;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import tools.jackson.databind.json.JsonMapper;

/** What an application broadcasts by, and which beans give way to its own. */
class ReverbBroadcastingAutoConfigurationTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            ReverbAutoConfiguration.class,
            ReverbBroadcastingAutoConfiguration.class,
            ReverbBroadcastingServletAutoConfiguration.class,
            ReverbServletAutoConfiguration.class);
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String[] REMOTE = {
        "reverb.enabled=false",
        "reverb.broadcasting.connections.remote.driver=http",
        "reverb.broadcasting.connections.remote.url=http://localhost:1",
        "reverb.broadcasting.connections.remote.app-id=shop",
        "reverb.broadcasting.connections.remote.key=remote-key",
        "reverb.broadcasting.connections.remote.secret=remote-secret"
    };

    private final List<BroadcastMessage> sent = new CopyOnWriteArrayList<>();
    private final WebApplicationContextRunner empty = new WebApplicationContextRunner().withConfiguration(ALL);
    private final WebApplicationContextRunner web =
            empty.withPropertyValues("reverb.app.id=shop", "reverb.app.key=k", "reverb.app.secret=s");

    /** With a connection that keeps what is sent. */
    private WebApplicationContextRunner recording(WebApplicationContextRunner runner) {
        return runner.withBean(
                BroadcasterBuilderCustomizer.class,
                () -> builder -> builder.connection("recorder", message -> {
                            sent.add(message);
                            return CompletableFuture.completedFuture(null);
                        })
                        .defaultConnection("recorder"));
    }

    @Test
    void anApplicationBroadcastsToItsServer() {
        web.run(context -> assertThat(context)
                .hasSingleBean(Broadcaster.class)
                .hasSingleBean(EntityBroadcaster.class)
                .hasSingleBean(Notifications.class)
                .hasSingleBean(ModelNames.class)
                .hasSingleBean(BroadcasterLifecycle.class)
                .hasSingleBean(TransactionBinding.class)
                .doesNotHaveBean(BroadcastingAuth.class)
                .doesNotHaveBean(ServletRegistrationBean.class));
    }

    @Test
    void itIsLeftOutWithoutTheModule() {
        web.withClassLoader(new FilteredClassLoader(Broadcaster.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(ReverbServer.class)
                        .doesNotHaveBean("reverbBroadcaster"));
    }

    @Test
    void itIsLeftOutByASetting() {
        web.withPropertyValues("reverb.broadcasting.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(Broadcaster.class).doesNotHaveBean("reverbSocketIdFilter"));
    }

    @Test
    void itIsLeftOutWhereThereIsNowhereToBroadcastTo() {
        empty.withPropertyValues("reverb.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Broadcaster.class)
                        .doesNotHaveBean(Notifications.class));
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .withPropertyValues("reverb.app.id=shop", "reverb.app.key=k", "reverb.app.secret=s")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Application.class)
                        .doesNotHaveBean(Broadcaster.class));
    }

    @Test
    void anotherServerMayBeBroadcastTo() {
        empty.withPropertyValues(REMOTE)
                .withBean(Channels.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(Broadcaster.class)
                        .hasSingleBean(BroadcastingAuth.class)
                        .doesNotHaveBean(ReverbServer.class)
                        .doesNotHaveBean(BroadcasterLifecycle.class));
    }

    @Test
    void propertiesNameEventsEntitiesAndNotifications() {
        recording(web)
                .withPropertyValues(
                        "reverb.broadcasting.events-namespace=Shop",
                        "reverb.broadcasting.models-package=dev.reverb",
                        "reverb.broadcasting.models-namespace=Models",
                        "reverb.broadcasting.notifications-namespace=Told")
                .run(context -> {
                    context.getBean(Broadcaster.class).sendNow(new SomethingHappened());
                    context.getBean(EntityBroadcaster.class).updated(new Thing(7));
                    context.getBean(Notifications.class).send(new Thing(7), new News());
                    context.getBean(Broadcaster.class).close();

                    assertThat(sent)
                            .extracting(BroadcastMessage::event)
                            .contains("Shop\\SomethingHappened", "ThingUpdated");
                    assertThat(sent)
                            .extracting(BroadcastMessage::channels)
                            .contains(List.of("private-Models.Spring.Boot.Thing.7"));
                    assertThat(sent)
                            .anySatisfy(message -> assertThat(message.data()).contains("\"type\":\"Told\\\\News\""));
                });
    }

    @Test
    void whatWaitsIsSentBeforeTheServerGoes() {
        recording(web).run(context -> {
            context.getBean(Broadcaster.class).send(new SomethingHappened());
            context.getBean(BroadcasterLifecycle.class).stop();

            assertThat(sent).hasSize(1);
        });
        assertThat(BroadcasterLifecycle.PHASE).isGreaterThan(ReverbLifecycle.PHASE);
    }

    @Test
    void theApplicationsMapperWritesTheData() {
        recording(web)
                .withBean(JsonMapper.class, JsonMapper::new)
                .run(context -> assertThat(context.getBean(Broadcaster.class).objectMapper())
                        .isSameAs(context.getBean(JsonMapper.class)));
    }

    @Test
    void encryptedChannelsNeedTheKey() {
        recording(web)
                .withPropertyValues("reverb.broadcasting.encryption-key=" + KEY)
                .run(context -> {
                    context.getBean(Broadcaster.class).onEncryptedPrivate("x").sendNow();
                    assertThat(sent)
                            .singleElement()
                            .satisfies(message -> assertThat(message.data()).contains("ciphertext"));
                });
    }

    @Test
    void whereThereAreRulesEchoIsAnswered() {
        web.withBean(Channels.class)
                .withPropertyValues("reverb.broadcasting.path=live/")
                .run(context -> {
                    ServletRegistrationBean<?> servlet = context.getBean(ServletRegistrationBean.class);
                    assertThat(servlet.getServlet()).isInstanceOf(BroadcastingServlet.class);
                    assertThat(servlet.getUrlMappings()).containsExactly("/live/auth", "/live/user-auth");
                    assertThat(servlet.isAsyncSupported()).isTrue();
                });
    }

    @Test
    void toOthersKnowsTheRequest() {
        web.run(context -> assertThat(context.getBean("reverbSocketIdFilter", FilterRegistrationBean.class)
                        .isAsyncSupported())
                .isTrue());
    }

    @Test
    void theApplicationsOwnBroadcasterIsTaken() {
        Broadcaster own = Broadcaster.builder()
                .connection("none", message -> CompletableFuture.completedFuture(null))
                .build();
        web.withBean(Broadcaster.class, () -> own)
                .run(context -> assertThat(context).getBean(Broadcaster.class).isSameAs(own));
    }

    @ParameterizedTest
    @CsvSource({
        "reverb.broadcasting.connections.x.app-id=shop, reverb.broadcasting.connections.x.driver",
        "reverb.broadcasting.connections.x.driver=http, reverb.broadcasting.connections.x.url",
        "reverb.broadcasting.connections.x.driver=pusher, reverb.broadcasting.connections.x.cluster",
        "reverb.broadcasting.encryption-key=short, reverb.broadcasting.encryption-key",
        "reverb.broadcasting.queue.max-messages=0, reverb.broadcasting.queue.max-messages"
    })
    void saysWhatIsWrong(String property, String named) {
        web.withPropertyValues(property)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("InvalidSettingException: " + named)
                        .satisfies(failed -> assertThat(failed.toString()).doesNotContain("short")));
    }

    @Test
    void propertiesDoNotShowSecrets() {
        empty.withPropertyValues(REMOTE)
                .withPropertyValues("reverb.broadcasting.encryption-key=" + KEY)
                .run(context -> {
                    BroadcastingProperties properties = context.getBean(BroadcastingProperties.class);
                    assertThat(properties + " " + properties.connections())
                            .doesNotContain("remote-secret")
                            .doesNotContain(KEY);
                });
    }

    record SomethingHappened() implements ShouldBroadcast {
        @Override
        public List<Channel> broadcastOn() {
            return List.of(new Channel("shop"));
        }
    }

    record Thing(long id) {}

    record News() implements BroadcastNotification {}
}

package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.event.ServerListener;
import dev.reverb.interception.Interceptor;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.WebhookSender;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.spi.transport.Transport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The server, unless there is no way to reach it or the application has one of its own. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(Transport.class)
@ConditionalOnMissingBean(ReverbServer.class)
final class ServerConfiguration {

    @Bean
    @ConditionalOnMissingBean(ApplicationProvider.class)
    ConfiguredApplications reverbApplications(ObjectProvider<Application> applications, ReverbProperties properties) {
        return ConfiguredApplications.of(applications.orderedStream().toList(), properties);
    }

    @Bean
    ReverbServer reverbServer(
            ReverbProperties properties,
            ApplicationProvider applications,
            ObjectProvider<Transport> transports,
            ObjectProvider<MetricsRecorder> metrics,
            ObjectProvider<WebhookSender> webhookSender,
            ObjectProvider<ScalingBackend> scaling,
            ObjectProvider<ServerListener> listeners,
            ObjectProvider<Interceptor> interceptors,
            ObjectProvider<ReverbServerBuilderCustomizer> customizers) {
        ReverbServer.Builder builder = ReverbServer.builder().applicationProvider(applications);
        new ServerMapper(properties).applyTo(builder);
        transports.orderedStream().forEach(builder::transport);
        metrics.ifAvailable(builder::metrics);
        webhookSender.ifAvailable(builder::webhookSender);
        scaling.ifAvailable(builder::scaling);
        listeners.orderedStream().forEach(builder::listener);
        interceptors.orderedStream().forEach(builder::interceptor);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.start();
    }
}

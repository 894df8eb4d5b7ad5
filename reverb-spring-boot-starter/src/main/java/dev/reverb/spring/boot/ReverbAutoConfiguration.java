package dev.reverb.spring.boot;

import dev.reverb.ClientAuthorizer;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.transport.Transport;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * The server, and what the application needs to authorize its clients. The server is started as a bean, so that everything
 * else may use it; a mounted one is reached by nobody before the web server has opened its port. There is none without a
 * {@link Transport} bean, which in a servlet application {@link ReverbServletAutoConfiguration} adds.
 */
@AutoConfiguration(after = {ReverbServletAutoConfiguration.class, ReverbMetricsAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ReverbProperties.class)
@SuppressWarnings("exports") // Of the annotations, for Spring.
public class ReverbAutoConfiguration {

    /** For Spring. */
    public ReverbAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean({Application.class, ApplicationProvider.class})
    @Conditional(OnSingleApplication.class)
    Application reverbApplication(ReverbProperties properties) {
        return ConfiguredApplications.single(properties);
    }

    @Bean
    @ConditionalOnSingleCandidate(Application.class)
    @ConditionalOnMissingBean
    ClientAuthorizer reverbClientAuthorizer(Application application) {
        return ClientAuthorizer.of(application);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(Transport.class)
    @ConditionalOnMissingBean(ReverbServer.class)
    static class ServerConfiguration {

        @Bean
        @ConditionalOnMissingBean(ApplicationProvider.class)
        ConfiguredApplications reverbApplications(
                ObjectProvider<Application> applications, ReverbProperties properties) {
            return ConfiguredApplications.of(applications.orderedStream().toList(), properties);
        }

        @Bean
        ReverbServer reverbServer(
                ReverbProperties properties,
                ApplicationProvider applications,
                ObjectProvider<Transport> transports,
                ObjectProvider<MetricsRecorder> metrics,
                ObjectProvider<ReverbServerBuilderCustomizer> customizers) {
            ReverbServer.Builder builder = ReverbServer.builder().applicationProvider(applications);
            new ServerMapper(properties).applyTo(builder);
            transports.orderedStream().forEach(builder::transport);
            metrics.ifAvailable(builder::metrics);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.start();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(ReverbServer.class)
    static class LifecycleConfiguration {

        @Bean
        ReverbLifecycle reverbLifecycle(
                ReverbServer server,
                ReverbProperties properties,
                @Value("${spring.lifecycle.timeout-per-shutdown-phase:30s}") Duration phaseTimeout) {
            return new ReverbLifecycle(server, properties, phaseTimeout);
        }
    }
}

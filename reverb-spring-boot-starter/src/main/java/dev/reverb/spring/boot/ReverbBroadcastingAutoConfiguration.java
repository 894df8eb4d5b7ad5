package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.entity.EntityBroadcaster;
import dev.reverb.broadcasting.entity.ModelNames;
import dev.reverb.broadcasting.notification.Notifications;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.TransactionBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.ObjectMapper;

/** The application's side: what it broadcasts by, where {@code reverb-broadcasting} is there and somewhere to broadcast to. */
@AutoConfiguration(
        after = ReverbAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(Broadcaster.class)
@ConditionalOnBooleanProperty(name = "reverb.broadcasting.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BroadcastingProperties.class)
@Import({
    ReverbBroadcastingAutoConfiguration.Transactions.class,
    ReverbBroadcastingAutoConfiguration.Sending.class,
    ReverbBroadcastingAutoConfiguration.Entities.class,
    ReverbBroadcastingAutoConfiguration.Ending.class
})
final class ReverbBroadcastingAutoConfiguration {

    /** Events of a transaction wait for its end. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TransactionSynchronizationManager.class)
    static final class Transactions {

        @Bean
        @ConditionalOnMissingBean
        TransactionBinding reverbTransactionBinding() {
            return new SpringTransactions();
        }
    }

    /** Events, entities and notifications. */
    @Configuration(proxyBeanMethods = false)
    static final class Sending {

        @Bean
        @ConditionalOnMissingBean
        @Conditional(OnWayToBroadcast.class)
        Broadcaster reverbBroadcaster(
                BroadcastingProperties properties,
                ObjectProvider<ReverbServer> servers,
                ObjectProvider<Application> applications,
                ObjectProvider<ObjectMapper> mappers,
                ObjectProvider<BroadcastQueue> queues,
                ObjectProvider<TransactionBinding> transactions,
                ObjectProvider<BroadcasterBuilderCustomizer> customizers) {
            BroadcasterMapper mapper = new BroadcasterMapper(properties);
            Broadcaster.Builder builder = Broadcaster.builder();
            mapper.applyTo(builder, new ConnectionMapper(servers, applications));
            builder.queue(queues.getIfAvailable(mapper::queue));
            mappers.ifUnique(builder::objectMapper);
            transactions.ifUnique(builder::afterCommit);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }

        @Bean
        @ConditionalOnMissingBean
        ModelNames reverbModelNames(BroadcastingProperties properties) {
            return new BroadcasterMapper(properties).modelNames();
        }

        @Bean
        @ConditionalOnBean(Broadcaster.class)
        @ConditionalOnMissingBean
        EntityBroadcaster reverbEntityBroadcaster(Broadcaster broadcaster, ModelNames names) {
            return EntityBroadcaster.of(broadcaster, names);
        }

        @Bean
        @ConditionalOnBean(Broadcaster.class)
        @ConditionalOnMissingBean
        Notifications reverbNotifications(
                BroadcastingProperties properties, Broadcaster broadcaster, ModelNames names) {
            return new BroadcasterMapper(properties).notifications(broadcaster, names);
        }
    }

    /** Entities that the persistence provider tells of. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "jakarta.persistence.EntityManagerFactory")
    static final class Entities {

        @Bean
        @ConditionalOnBean(EntityBroadcaster.class)
        EntityBroadcaster.Installation reverbEntityInstallation(EntityBroadcaster entities) {
            return entities.install();
        }
    }

    /** What waits is sent before the server in this process goes. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean({Broadcaster.class, ReverbServer.class})
    static final class Ending {

        @Bean
        BroadcasterLifecycle reverbBroadcasterLifecycle(Broadcaster broadcaster) {
            return new BroadcasterLifecycle(broadcaster);
        }
    }
}

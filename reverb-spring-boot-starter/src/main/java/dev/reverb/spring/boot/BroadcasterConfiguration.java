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
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.ObjectMapper;

/** Events, entities and notifications. */
@Configuration(proxyBeanMethods = false)
final class BroadcasterConfiguration {

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
    Notifications reverbNotifications(BroadcastingProperties properties, Broadcaster broadcaster, ModelNames names) {
        return new BroadcasterMapper(properties).notifications(broadcaster, names);
    }
}

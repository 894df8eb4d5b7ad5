package dev.reverb.spring.boot;

import dev.reverb.broadcasting.entity.EntityBroadcaster;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Entities that the persistence provider tells of. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "jakarta.persistence.EntityManagerFactory")
final class BroadcastEntityConfiguration {

    @Bean
    @ConditionalOnBean(EntityBroadcaster.class)
    EntityBroadcaster.Installation reverbEntityInstallation(EntityBroadcaster entities) {
        return entities.install();
    }
}

package dev.reverb.spring.boot;

import dev.reverb.broadcasting.entity.EntityBroadcaster;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Entities that the persistence provider tells of. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "jakarta.persistence.EntityManagerFactory")
final class BroadcastEntityConfiguration {

    // Nobody asks for it: where beans are lazy it would never be made, and entities would find no broadcaster.
    @Bean
    @Lazy(false)
    @ConditionalOnBean(EntityBroadcaster.class)
    EntityBroadcaster.Installation reverbEntityInstallation(EntityBroadcaster entities) {
        return entities.install();
    }
}

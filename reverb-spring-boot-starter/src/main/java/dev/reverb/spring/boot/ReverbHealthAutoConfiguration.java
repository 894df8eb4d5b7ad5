package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The part {@code reverb} of the application's health; {@code management.health.reverb.enabled=false} leaves it out. */
@AutoConfiguration(
        after = ReverbAutoConfiguration.class,
        beforeName =
                "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnSingleCandidate(ReverbServer.class)
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
final class ReverbHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("reverb")
    @ConditionalOnMissingBean(name = {"reverbHealthIndicator", "reverbHealthContributor"})
    HealthIndicator reverbHealthIndicator(ReverbServer server, ObjectProvider<ConfiguredApplications> configured) {
        return new ReverbHealthIndicator(
                server,
                configured.stream().flatMap(found -> found.all().stream()).toList());
    }
}

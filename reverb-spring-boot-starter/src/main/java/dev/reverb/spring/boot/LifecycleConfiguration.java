package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The end of the server, the application's own too. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSingleCandidate(ReverbServer.class)
final class LifecycleConfiguration {

    /** Spring Boot's default. */
    private static final Duration PHASE_TIMEOUT = Duration.ofSeconds(30);

    @Bean
    ReverbLifecycle reverbLifecycle(ReverbServer server, ReverbProperties properties, Environment environment) {
        Duration phaseTimeout = Binder.get(environment)
                .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
                .orElse(PHASE_TIMEOUT);
        return new ReverbLifecycle(server, properties, phaseTimeout);
    }
}

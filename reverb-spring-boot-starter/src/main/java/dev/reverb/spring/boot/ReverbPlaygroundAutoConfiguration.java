package dev.reverb.spring.boot;

import dev.reverb.application.Application;
import dev.reverb.playground.Playground;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** The playground of the one application, where it is asked for and {@code reverb-playground} is there. */
@AutoConfiguration
@ConditionalOnClass(Playground.class)
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("reverb.playground.enabled")
@EnableConfigurationProperties(PlaygroundProperties.class)
final class ReverbPlaygroundAutoConfiguration {

    @Bean
    @Order(0) // Before the application's own, which have the last word.
    ReverbServerBuilderCustomizer reverbPlayground(
            PlaygroundProperties properties, ObjectProvider<Application> applications, Environment environment) {
        return new PlaygroundInstaller(properties, applications, new ForwardedHeaders(environment));
    }
}

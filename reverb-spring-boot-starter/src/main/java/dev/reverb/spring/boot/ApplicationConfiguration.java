package dev.reverb.spring.boot;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Where the properties tell of one application: that, and what authorizes its clients. */
@Configuration(proxyBeanMethods = false)
final class ApplicationConfiguration {

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
}

package dev.reverb.spring.boot;

import dev.reverb.application.ApplicationProvider;
import dev.reverb.applications.jdbc.JdbcApplicationProvider;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The applications of a database's table, where that is asked for, unless the application has an {@link ApplicationProvider} of its own. */
@AutoConfiguration(
        before = ReverbAutoConfiguration.class,
        afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("reverb.applications.jdbc.enabled")
final class ReverbJdbcApplicationsAutoConfiguration {

    /** Where {@code reverb-applications-jdbc} is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcApplicationProvider.class)
    @ConditionalOnMissingBean(ApplicationProvider.class)
    @EnableConfigurationProperties(JdbcApplicationsProperties.class)
    static final class OfTable {

        @Bean
        JdbcApplicationProvider reverbApplications(
                JdbcApplicationsProperties properties, ObjectProvider<DataSource> sources) {
            return new JdbcApplicationsMapper(properties).map(sources.getIfUnique());
        }
    }

    /** Where it is not. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.reverb.applications.jdbc.JdbcApplicationProvider")
    @ConditionalOnMissingBean(ApplicationProvider.class)
    static final class OfNothing {

        @Bean
        ApplicationProvider reverbApplications() {
            throw new InvalidSettingException(
                    "reverb.applications.jdbc.enabled is true, but there is nothing to read a table with.",
                    "Add the dependency reverb-applications-jdbc, or a bean of type ApplicationProvider.");
        }
    }
}

package dev.reverb.spring.boot;

import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.scaling.ScalingBackend;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What joins this server to others, where it is asked for: Redis, unless the application has a {@link ScalingBackend} of its own. A server
 * that is to be one of several does not start alone: its clients would miss what happens on the others, and nobody would notice.
 */
@AutoConfiguration(before = ReverbAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("reverb.scaling.enabled")
final class ReverbScalingAutoConfiguration {

    /** Where {@code reverb-scaling-redis} is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RedisScaling.class)
    @ConditionalOnMissingBean(ScalingBackend.class)
    @EnableConfigurationProperties(ScalingProperties.class)
    static final class OverRedis {

        @Bean
        ScalingBackend reverbScaling(ScalingProperties properties) {
            return new ScalingMapper(properties).map();
        }
    }

    /** Where it is not. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("dev.reverb.scaling.redis.RedisScaling")
    @ConditionalOnMissingBean(ScalingBackend.class)
    static final class OverNothing {

        @Bean
        ScalingBackend reverbScaling() {
            throw new InvalidSettingException(
                    "reverb.scaling.enabled is true, but there is nothing to scale over.",
                    "Add the dependency reverb-scaling-redis, or a bean of type ScalingBackend.");
        }
    }
}

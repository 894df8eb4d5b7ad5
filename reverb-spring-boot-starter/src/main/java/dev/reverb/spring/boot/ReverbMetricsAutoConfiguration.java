package dev.reverb.spring.boot;

import dev.reverb.spi.MetricsRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Reverb's figures in the application's {@link MeterRegistry}, unless there is another {@link MetricsRecorder} bean. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
final class ReverbMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MetricsRecorder reverbMetricsRecorder(MeterRegistry registry) {
        return new MicrometerRecorder(registry);
    }
}

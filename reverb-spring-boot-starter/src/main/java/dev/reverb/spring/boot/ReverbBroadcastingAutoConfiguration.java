package dev.reverb.spring.boot;

import dev.reverb.broadcasting.Broadcaster;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * The application's side: what it broadcasts by, where {@code reverb-broadcasting} is there and somewhere to broadcast to. In this
 * order, since each looks for the beans before it.
 */
@AutoConfiguration(
        after = ReverbAutoConfiguration.class,
        afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(Broadcaster.class)
@ConditionalOnBooleanProperty(name = "reverb.broadcasting.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BroadcastingProperties.class)
@Import({
    BroadcastTransactionConfiguration.class,
    BroadcasterConfiguration.class,
    BroadcastEntityConfiguration.class,
    BroadcasterLifecycleConfiguration.class
})
final class ReverbBroadcastingAutoConfiguration {}

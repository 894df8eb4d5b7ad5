package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.broadcasting.Broadcaster;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What waits is sent before the server in this process goes. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean({Broadcaster.class, ReverbServer.class})
final class BroadcasterLifecycleConfiguration {

    @Bean
    BroadcasterLifecycle reverbBroadcasterLifecycle(Broadcaster broadcaster) {
        return new BroadcasterLifecycle(broadcaster);
    }
}

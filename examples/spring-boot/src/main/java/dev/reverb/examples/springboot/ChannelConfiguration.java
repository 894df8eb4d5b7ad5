package dev.reverb.examples.springboot;

import dev.reverb.broadcasting.auth.Channels;
import dev.reverb.broadcasting.auth.UserProfile;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may listen to what: the users whom Spring Security has authenticated. */
@Configuration(proxyBeanMethods = false)
class ChannelConfiguration {

    // [channels]
    @Bean
    Channels channels() {
        return new Channels()
                .authorize("orders.{customer}", (user, p) -> user.id().equals(p.get("customer")))
                .user(user -> Optional.of(UserProfile.of(Map.of("name", user.id()))));
    }
    // [channels]
}

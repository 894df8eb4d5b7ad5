package dev.reverb.spring.boot;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Whether Spring Boot has the web server take a client's address from headers such as {@code X-Forwarded-For}. It then
 * removes them, so that nothing behind it can tell whether a proxy sent them or the client itself.
 */
final class ForwardedHeaders {

    private static final String STRATEGY = "server.forward-headers-strategy";
    private static final List<String> TOMCATS =
            List.of("server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header");

    private final Environment environment;

    ForwardedHeaders(Environment environment) {
        this.environment = environment;
    }

    /** The setting that makes it so, or the platform where nothing is set; empty where addresses are those of peers. */
    Optional<String> believedBecauseOf() {
        for (String name : TOMCATS) {
            if (StringUtils.hasText(environment.getProperty(name))) {
                return Optional.of(name);
            }
        }
        String strategy = environment.getProperty(STRATEGY, "").strip();
        return strategy.isEmpty()
                ? platform()
                : Optional.of(STRATEGY + "=" + strategy).filter(set -> !isNone(strategy));
    }

    private static boolean isNone(String strategy) {
        return strategy.toLowerCase(Locale.ROOT).equals("none");
    }

    private Optional<String> platform() {
        return Optional.ofNullable(CloudPlatform.getActive(environment))
                .filter(CloudPlatform::isUsingForwardHeaders)
                .map(platform -> "as it does on " + platform + " unless told otherwise");
    }
}

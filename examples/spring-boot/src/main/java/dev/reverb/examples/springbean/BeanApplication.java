package dev.reverb.examples.springbean;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.transport.jakarta.JakartaTransport;
import jakarta.servlet.Filter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * An application that depends on {@code reverb-transport-jakarta} alone. The starter is on this module's class path for the
 * other example, so it is run with {@code reverb.enabled=false}.
 */
@SpringBootApplication
public class BeanApplication {

    // [beans]
    @Bean
    JakartaTransport transport() {
        return JakartaTransport.mounted();
    }

    @Bean
    FilterRegistrationBean<Filter> reverbFilter(JakartaTransport transport) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(transport.filter());
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10); // before Spring Security's
        return filter;
    }

    @Bean
    ReverbServer reverb(JakartaTransport transport) {
        return ReverbServer.builder()
                .application(Application.of("shop", "shop-key", "shop-secret"))
                .transport(transport)
                .start();
    }

    @Bean
    ApplicationListener<ContextClosedEvent> drain(ReverbServer reverb) {
        return closed -> reverb.close(); // while the port still answers
    }
    // [beans]

    /**
     * Serves until it is told to stop.
     *
     * @param arguments properties of Spring Boot
     */
    public static void main(String... arguments) {
        SpringApplication.run(BeanApplication.class, arguments);
    }
}

package dev.reverb.spring.boot;

import dev.reverb.transport.jakarta.JakartaTransport;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.websocket.server.ServerContainer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/**
 * Mounts Reverb into the servlet container of the application. A reactive application has none; there, as in one without
 * the web, Reverb needs a {@code Transport} bean that listens by itself.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, ServerContainer.class})
@ConditionalOnBooleanProperty(name = "reverb.enabled", matchIfMissing = true)
public class ReverbServletAutoConfiguration {

    /**
     * Where Reverb's filter stands: behind those that say where a request comes from (forwarded headers), and before
     * Spring Security's, whose checks against forged requests are not for requests that are signed.
     */
    public static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    /** For Spring. */
    public ReverbServletAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    JakartaTransport reverbTransport() {
        return JakartaTransport.mounted();
    }

    @Bean
    @ConditionalOnMissingBean(name = "reverbFilter")
    FilterRegistrationBean<Filter> reverbFilter(JakartaTransport transport) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(transport.filter());
        registration.addUrlPatterns("/*");
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setOrder(FILTER_ORDER);
        return registration;
    }
}

package dev.reverb.spring.boot;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.broadcasting.auth.Channels;
import dev.reverb.broadcasting.servlet.BroadcastingServlet;
import dev.reverb.broadcasting.servlet.SocketIdFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * The endpoints that Echo asks, where the application has rules: a {@link Channels} bean. Spring Security stands before them, as before
 * the application's own routes, and says whose request it is. And what {@code toOthers()} needs to know of a request.
 */
@AutoConfiguration(after = ReverbBroadcastingAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, BroadcastingServlet.class})
@ConditionalOnBooleanProperty(name = "reverb.broadcasting.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BroadcastingProperties.class)
final class ReverbBroadcastingServletAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "reverbSocketIdFilter")
    FilterRegistrationBean<SocketIdFilter> reverbSocketIdFilter() {
        FilterRegistrationBean<SocketIdFilter> registration = new FilterRegistrationBean<>(new SocketIdFilter());
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return registration;
    }

    @Bean
    @ConditionalOnBean(Channels.class)
    @ConditionalOnMissingBean
    BroadcastingAuth reverbBroadcastingAuth(
            Channels channels, BroadcastingProperties properties, ObjectProvider<ClientAuthorizer> authorizers) {
        BroadcasterMapper mapper = new BroadcasterMapper(properties);
        ClientAuthorizer authorizer = authorizers.getIfUnique(() -> ofDefaultConnection(mapper));
        ClientAuthorizer complete =
                mapper.encryptionKey().map(authorizer::withEncryptionKey).orElse(authorizer);
        return BroadcastingAuth.of(complete, channels);
    }

    /** Signs for the server that events go to, where that is another one. */
    private static ClientAuthorizer ofDefaultConnection(BroadcasterMapper mapper) {
        return mapper.defaultConnection()
                .filter(connection ->
                        !connection.key().isBlank() && !connection.secret().isBlank())
                .map(connection ->
                        ClientAuthorizer.of(Application.of(connection.appId(), connection.key(), connection.secret())))
                .orElseThrow(() -> new InvalidSettingException(
                        "there are rules for channels, and nothing that could sign for them.",
                        "Define a bean of type ClientAuthorizer, for the application whose channels they are."));
    }

    @Bean
    @ConditionalOnBean(BroadcastingAuth.class)
    ServletRegistrationBean<BroadcastingServlet> reverbBroadcastingServlet(
            BroadcastingAuth auth, BroadcastingProperties properties) {
        String path = "/" + ServerMapper.withoutSlashesAround(properties.path());
        return new ServletRegistrationBean<>(new BroadcastingServlet(auth), path + "/auth", path + "/user-auth");
    }
}

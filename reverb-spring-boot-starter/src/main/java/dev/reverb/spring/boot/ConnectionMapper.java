package dev.reverb.spring.boot;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.connection.HttpConnection;
import dev.reverb.broadcasting.connection.LocalConnection;
import dev.reverb.broadcasting.connection.LogConnection;
import dev.reverb.broadcasting.connection.NullConnection;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import java.net.URI;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;

/** Makes a connection of its properties; the broadcasting module judges their values. */
final class ConnectionMapper {

    private final ObjectProvider<ReverbServer> servers;
    private final ObjectProvider<Application> applications;

    ConnectionMapper(ObjectProvider<ReverbServer> servers, ObjectProvider<Application> applications) {
        this.servers = servers;
        this.applications = applications;
    }

    /** The way where no property names one: to the only application of the server in this process. */
    BroadcastConnection only() {
        return local("reverb.broadcasting.connections.reverb", "");
    }

    /**
     * Makes a connection.
     *
     * @throws InvalidSettingException where something is missing or refused; it shows no address, key or secret
     */
    BroadcastConnection map(String name, ConnectionProperties properties) {
        String prefix = "reverb.broadcasting.connections." + name;
        if (properties.driver() == null) {
            throw new InvalidSettingException(
                    prefix + ".driver is not set.", "Set it to local, http, pusher, log or none.");
        }
        return switch (properties.driver()) {
            case LOCAL -> local(prefix, properties.appId());
            case HTTP -> http(prefix, properties);
            case PUSHER -> pusher(prefix, properties);
            case LOG -> LogConnection.create();
            case NONE -> NullConnection.create();
        };
    }

    private BroadcastConnection local(String prefix, String appId) {
        ReverbServer server = servers.getIfUnique();
        if (server == null) {
            throw new InvalidSettingException(
                    prefix + " is for a server in this process, and there is none.",
                    "Set " + prefix + ".driver to http, and where the server is.");
        }
        return LocalConnection.to(server, appId.isEmpty() ? onlyAppId(prefix) : appId);
    }

    private String onlyAppId(String prefix) {
        Application application = applications.getIfUnique();
        if (application == null) {
            throw new InvalidSettingException(
                    prefix + " is for one application, and there is not just one.", "Set " + prefix + ".app-id.");
        }
        return application.id();
    }

    private static BroadcastConnection http(String prefix, ConnectionProperties properties) {
        require(prefix, "url", properties.url());
        return build(
                prefix,
                properties,
                () -> HttpConnection.builder(
                        URI.create(properties.url()), properties.appId(), properties.key(), properties.secret()));
    }

    private static BroadcastConnection pusher(String prefix, ConnectionProperties properties) {
        require(prefix, "cluster", properties.cluster());
        return build(
                prefix,
                properties,
                () -> HttpConnection.pusher(
                        properties.cluster(), properties.appId(), properties.key(), properties.secret()));
    }

    private static BroadcastConnection build(
            String prefix, ConnectionProperties properties, Supplier<HttpConnection.Builder> begin) {
        require(prefix, "app-id", properties.appId());
        require(prefix, "key", properties.key());
        require(prefix, "secret", properties.secret());
        try {
            return begin.get()
                    .connectTimeout(properties.connectTimeout())
                    .requestTimeout(properties.requestTimeout())
                    .connectRetries(properties.connectRetries())
                    .build();
        } catch (IllegalArgumentException refused) {
            // Not its words: they may quote an address that has a password in it.
            throw new InvalidSettingException(
                    "a value below " + prefix + " makes no sense: its url, cluster or a time.",
                    "Change the value below " + prefix + ".");
        }
    }

    private static void require(String prefix, String name, String value) {
        if (value.isBlank()) {
            throw new InvalidSettingException(prefix + "." + name + " is not set.", "Set " + prefix + "." + name + ".");
        }
    }
}

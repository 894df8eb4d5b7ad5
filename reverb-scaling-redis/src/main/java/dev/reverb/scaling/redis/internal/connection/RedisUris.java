package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import java.util.List;

/** Lettuce's view of the settings. */
final class RedisUris {

    private static final List<String> SCHEMES = List.of("redis", "rediss", "redis-sentinel", "rediss-sentinel");

    private RedisUris() {}

    static List<RedisURI> of(ConnectionSettings settings) {
        return settings.urls().stream().map(url -> of(url, settings)).toList();
    }

    private static RedisURI of(String url, ConnectionSettings settings) {
        RedisURI uri = parse(url);
        if (settings.isCluster() && !uri.getSentinels().isEmpty()) {
            throw new IllegalArgumentException("A Redis Cluster has no Sentinels");
        }
        uri.setTimeout(settings.timeout());
        String password = settings.password();
        if (password != null) {
            uri.setCredentialsProvider(new StaticCredentialsProvider(settings.username(), password.toCharArray()));
        }
        Integer database = settings.database();
        if (database != null) {
            uri.setDatabase(database);
        }
        String sentinelPassword = settings.sentinelPassword();
        for (RedisURI sentinel : uri.getSentinels()) {
            sentinel.setTimeout(settings.timeout());
            if (sentinelPassword != null) {
                sentinel.setCredentialsProvider(new StaticCredentialsProvider(null, sentinelPassword.toCharArray()));
            }
        }
        return uri;
    }

    /** Says nothing of the URL where it is none, not even as a cause: it may have a password. */
    private static RedisURI parse(String url) {
        int colon = url.indexOf("://");
        if (colon < 0 || !SCHEMES.contains(url.substring(0, colon))) {
            throw new IllegalArgumentException("A URL of Redis begins with one of " + SCHEMES + " and ://");
        }
        RedisURI uri;
        try {
            uri = RedisURI.create(url);
        } catch (RuntimeException malformed) {
            throw malformed(url.substring(0, colon));
        }
        String host = uri.getHost();
        if (host != null && host.contains(":") && !host.startsWith("[")) {
            // Lettuce takes what it cannot read as host and port for a host.
            throw malformed(url.substring(0, colon));
        }
        return uri;
    }

    private static IllegalArgumentException malformed(String scheme) {
        return new IllegalArgumentException(
                "Not a URL of Redis: it is " + scheme + "://user:password@host:port/database");
    }

    static SslOptions tls(ConnectionSettings settings) {
        SslOptions.Builder tls = SslOptions.builder().jdkSslProvider();
        if (settings.trustedCertificates() != null) {
            tls.trustManager(settings.trustedCertificates().toFile());
        }
        return tls.build();
    }
}

package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.stream.Collectors;

/** Where a Redis is, for logs: Lettuce's own text of a URI tells how long the password is. */
final class Addresses {

    private Addresses() {}

    static String of(List<RedisURI> uris) {
        return uris.stream().map(Addresses::of).collect(Collectors.joining(","));
    }

    static String of(RedisURI uri) {
        if (!uri.getSentinels().isEmpty()) {
            return of(uri.getSentinels()) + " (Sentinel, master " + uri.getSentinelMasterId() + ")";
        }
        return uri.getSocket() != null ? uri.getSocket() : uri.getHost() + ":" + uri.getPort();
    }
}

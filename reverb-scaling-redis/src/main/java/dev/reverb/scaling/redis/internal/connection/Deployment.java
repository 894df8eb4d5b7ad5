package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** How Redis is run, and so how a node connects to it: one server, one that Sentinel names, or a Redis Cluster. */
public interface Deployment {

    /**
     * How to connect as the settings say; connects to nothing yet.
     *
     * @throws IllegalArgumentException where a URL is none
     */
    static Deployment of(ConnectionSettings settings) {
        List<RedisURI> uris = RedisUris.of(settings);
        return settings.isCluster()
                ? new ShardedCluster(uris, settings.timeout(), RedisUris.tls(settings))
                : new SingleServer(uris.get(0), settings.timeout(), RedisUris.tls(settings));
    }

    /**
     * Checks settings.
     *
     * @throws IllegalArgumentException where a URL is none
     */
    static void check(ConnectionSettings settings) {
        RedisUris.of(settings);
    }

    /**
     * Connects.
     *
     * @param listener hears of the session, perhaps before the stage completes
     * @return the session; exceptionally where there is no connection to be had, with nothing left open
     */
    CompletionStage<RedisSession> connect(SessionListener listener);

    /**
     * Ends the threads of the client library; sessions are closed before.
     *
     * @return completes when they have ended
     */
    CompletionStage<Void> shutdown();

    /**
     * What logs call it.
     *
     * @return host and port, nothing secret
     */
    @Override
    String toString();
}

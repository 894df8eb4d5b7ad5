package dev.reverb.applications.jdbc;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.tck.application.ApplicationChangeKit;
import dev.reverb.transport.jetty.JettyTransport;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresIT extends ServerCases {

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.started();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    DatabaseProcess server() {
        return server;
    }

    /** 1 002 connections, meanwhile one application each is added, changed and removed. */
    @Test
    void whatChangesInTheTableIsSeenByWhomItConcernsAndByNobodyElse() throws Exception {
        server.createOurs();
        AppsStore store = new AppsStore(server);
        for (Application application : ApplicationChangeKit.applications()) {
            store.put(application);
        }
        try (JdbcApplicationProvider provider = server.provider()
                        .caching(cache -> cache.refreshAfter(Duration.ofMillis(500))
                                .timeToLive(Duration.ofSeconds(1))
                                .missTimeToLive(Duration.ofMillis(500)))
                        .build();
                ReverbServer reverb = ReverbServer.builder()
                        .applicationProvider(provider)
                        .applicationCheckInterval(Duration.ofSeconds(1))
                        .transport(JettyTransport.on("127.0.0.1", 0))
                        .drainTimeout(Duration.ZERO)
                        .start()) {
            ApplicationChangeKit.run(reverb.port(), store);
        }
    }
}

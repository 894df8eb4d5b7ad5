package dev.reverb.applications.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MariaDbIT extends ServerCases {

    private static MariaDbServer server;

    @BeforeAll
    static void start() {
        server = MariaDbServer.started();
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
}

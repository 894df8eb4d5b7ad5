package dev.reverb.server.clients;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a server is set up, apart from its transport.
 *
 * @param scheme {@code http} or {@code https}
 * @param settings what a test sets on the builder
 * @param applications the first of them is the one that is published to
 */
record ServerSetup(String scheme, Consumer<ReverbServer.Builder> settings, List<Application> applications) {

    Application application() {
        return applications.get(0);
    }
}

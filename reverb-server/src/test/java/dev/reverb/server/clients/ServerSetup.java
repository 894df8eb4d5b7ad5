package dev.reverb.server.clients;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.server.SelfSigned;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a server is set up, apart from its transport.
 *
 * @param certificate what it identifies itself with over TLS; null where it speaks plain text
 * @param settings what a test sets on the builder
 * @param applications the first of them is the one that is published to
 */
record ServerSetup(
        @Nullable SelfSigned certificate, Consumer<ReverbServer.Builder> settings, List<Application> applications) {

    String scheme() {
        return certificate == null ? "http" : "https";
    }

    Application application() {
        return applications.get(0);
    }
}

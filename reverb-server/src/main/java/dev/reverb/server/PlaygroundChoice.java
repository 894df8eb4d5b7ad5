package dev.reverb.server;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.playground.Playground;
import dev.reverb.server.config.CertificateFinder;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.ServerSettings;
import java.util.Optional;

/**
 * Whether the playground is served, and to whom: to everybody where it is asked for; to this machine where nobody says
 * anything and the credentials are generated ones.
 *
 * @param isShown whether it is served
 * @param loopbackOnly whether to this machine only
 */
record PlaygroundChoice(boolean isShown, boolean loopbackOnly) {

    static PlaygroundChoice of(Configuration configuration, ServedApplications served) throws ConfigurationException {
        Optional<Boolean> asked = configuration.find(ServerSettings.PLAYGROUND);
        if (served.applications().isEmpty() && asked.orElse(false)) {
            throw new ConfigurationException(configuration.origin(ServerSettings.PLAYGROUND)
                    + ": there is none for the applications of a database");
        }
        return new PlaygroundChoice(asked.orElse(served.generated()), asked.isEmpty());
    }

    /** Adds the playground to a server, where it is to be served. */
    void install(ReverbServer.Builder builder, ServedApplications served, Configuration configuration) {
        if (isShown) {
            Application application = served.applications().get(0);
            String[] hosts = configuration.find(ServerSettings.HOSTNAME).flatMap(CertificateFinder::host).stream()
                    .filter(PlaygroundChoice::isReserved)
                    .toArray(String[]::new);
            Playground.of(application)
                    .at("/")
                    .loopbackOnly(loopbackOnly)
                    .hosts(hosts)
                    .install(builder);
        }
    }

    /** Whether a name is one of those that are never public (RFC 6761): no proxy brings the world in under it. */
    private static boolean isReserved(String host) {
        return host.endsWith(".test") || host.endsWith(".localhost");
    }
}

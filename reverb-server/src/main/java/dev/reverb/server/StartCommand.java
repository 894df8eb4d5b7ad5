package dev.reverb.server;

import dev.reverb.ReverbServer;
import dev.reverb.server.config.AppsSettings;
import dev.reverb.server.config.Certificate;
import dev.reverb.server.config.CertificateFinder;
import dev.reverb.server.config.Configuration;
import dev.reverb.server.config.ConfigurationException;
import dev.reverb.server.config.Reasons;
import dev.reverb.server.config.RedisSettings;
import dev.reverb.server.config.ScalingSettings;
import dev.reverb.server.config.ServerSettings;
import dev.reverb.server.logging.Logging;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** {@code reverb start}: runs the server until it is told to stop. */
final class StartCommand {

    private static final String DOT_ENV = ".env";

    private final Surroundings surroundings;
    private final Transports transports;
    private final StopSignals signals;
    private final CredentialFile credentialFile;

    StartCommand(Surroundings surroundings, Transports transports, StopSignals signals) {
        this.surroundings = surroundings;
        this.transports = transports;
        this.signals = signals;
        this.credentialFile = new CredentialFile(surroundings.directory().resolve(DOT_ENV));
    }

    /**
     * Runs the server.
     *
     * @param arguments what the command line asks for
     * @throws ConfigurationException where a setting is wrong
     * @throws UncheckedIOException where the server cannot start, such as on a port in use
     */
    void run(Arguments arguments) throws ConfigurationException {
        Sources sources = new Sources(
                surroundings.environment(),
                credentialFile.path(),
                arguments.file().map(surroundings.directory()::resolve),
                arguments.options());
        FileWatch files = new FileWatch(sources.files(), Ticker.system());
        Sources.Read read = sources.read();
        Configuration configuration = read.configuration();
        configuration.warnings().forEach(surroundings::warn);
        if (configuration.get(ServerSettings.DEBUG)) {
            Logging.showTraffic();
        }
        Optional<Certificate> certificate =
                new CertificateFinder(configuration, surroundings.directory(), surroundings.home()).find();
        ServedApplications served = ServedApplications.of(configuration, read.environment(), credentialFile);
        Transport transport = transports.create(configuration, certificate);
        PlaygroundChoice playground = PlaygroundChoice.of(configuration, served);

        Applications applications = Applications.of(sources, configuration, served);
        ReverbServer.Builder builder = builder(configuration)
                .applicationProvider(applications.provider())
                .transport(transport);
        playground.install(builder, served, configuration);
        ReverbServer server = start(builder, configuration);
        signals.install(server::shutdown, server::close);
        applications.onReload().ifPresent(signals::onReload);
        applications.follow(files);
        announce(server, configuration, certificate.isPresent(), served, playground);
        awaitShutdown(server);
        applications.close();
    }

    private ReverbServer start(ReverbServer.Builder builder, Configuration configuration)
            throws ConfigurationException {
        Optional<RedisSettings> redis = configuration.scaling();
        if (redis.isEmpty()) {
            return builder.start();
        }
        builder.scaling(RedisBackend.of(redis.get(), surroundings.directory()));
        try {
            return builder.start();
        } catch (UncheckedIOException failed) {
            throw RedisBackend.explained(failed, redis.get());
        }
    }

    private static ReverbServer.Builder builder(Configuration configuration) {
        ReverbServer.Builder builder = ReverbServer.builder()
                .path(configuration.get(ServerSettings.PATH))
                .maxRequestSize(configuration.get(ServerSettings.MAX_REQUEST_SIZE))
                .maxConnectionsPerAddress(configuration.get(ServerSettings.MAX_CONNECTIONS_PER_ADDRESS))
                .requestTimeout(configuration.get(ServerSettings.REQUEST_TIMEOUT))
                .drainDelay(configuration.get(ServerSettings.DRAIN_DELAY))
                .drainTimeout(configuration.get(ServerSettings.DRAIN_TIMEOUT))
                .maxPendingEvents(configuration.get(ServerSettings.MAX_PENDING_EVENTS))
                .applicationCheckInterval(configuration.get(ServerSettings.APPLICATION_CHECK_INTERVAL))
                .compression(configuration.get(ServerSettings.COMPRESSION));
        configuration.find(ServerSettings.MAX_OUTBOUND_TOTAL).ifPresent(builder::maxOutboundTotal);
        return builder;
    }

    private void announce(
            ReverbServer server,
            Configuration configuration,
            boolean tls,
            ServedApplications served,
            PlaygroundChoice playground) {
        Reach reach = new Reach(
                configuration.get(ServerSettings.HOST),
                server.port(),
                configuration.get(ServerSettings.PATH),
                configuration.find(ServerSettings.HOSTNAME).flatMap(CertificateFinder::host),
                tls);
        Banner banner = new Banner(surroundings.out(), reach);
        banner.started(Version.current(), configuration.get(ServerSettings.TRANSPORT), served.applications());
        configuration.table().ifPresent(table -> banner.table(table.get(AppsSettings.TABLE)));
        configuration.scaling().ifPresent(redis -> banner.scaling(redis.address(), redis.get(ScalingSettings.CHANNEL)));
        if (playground.isShown()) {
            banner.playground(playground.loopbackOnly());
        }
        if (playground.isShown() && !playground.loopbackOnly()) {
            surroundings.warn("the playground signs for everybody who can reach this server");
        }
        served.fresh().ifPresent(credentials -> keep(credentials, banner));
    }

    private void keep(Credentials credentials, Banner banner) {
        try {
            boolean created = credentialFile.add(credentials);
            banner.generated(
                    credentials,
                    (created ? "It is kept in " : "It was added to ") + credentialFile.path()
                            + ", which only you can read, for the next start.");
            ignoreInGit(created, banner);
        } catch (IOException unwritable) {
            banner.generated(credentials, "It could not be kept, so the next start makes another.");
            surroundings.warn(credentialFile.path() + " cannot be written (" + Reasons.of(unwritable)
                    + "): the generated credentials are lost when this server stops");
        }
    }

    /** A file that we created is ours to keep out of Git; one that was there before is its owner's. */
    private void ignoreInGit(boolean created, Banner banner) {
        Optional<GitIgnore> git = GitIgnore.around(surroundings.directory());
        try {
            if (git.isEmpty() || git.get().ignores(DOT_ENV)) {
                return;
            }
            if (created) {
                git.get().add(DOT_ENV);
                banner.note("Added .env to .gitignore, so that the secret does not get into the repository.");
                banner.note("");
                return;
            }
        } catch (IOException unwritable) {
            // Said below.
        }
        surroundings.warn(
                credentialFile.path() + " has a secret in it and is not ignored by Git; add it to .gitignore");
    }

    private static void awaitShutdown(ReverbServer server) {
        try {
            server.awaitShutdown();
        } catch (InterruptedException interrupted) {
            server.close();
            Thread.currentThread().interrupt();
        }
    }
}

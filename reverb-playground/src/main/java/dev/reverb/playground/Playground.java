package dev.reverb.playground;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.Ticker;
import java.util.List;
import java.util.Objects;

/**
 * The playground page of one application.
 *
 * <pre>{@code
 * ReverbServer.Builder builder = ReverbServer.builder().application(application).transport(transport);
 * Playground.of(application).install(builder);    // http://localhost:8080/playground/
 * }</pre>
 *
 * <p>The page's endpoints sign subscriptions and API requests for whoever may open it: it hands out everything that the
 * application's secret allows, though never the secret. So it belongs on a developer's machine, or behind a login; unless
 * {@linkplain #loopbackOnly told otherwise}, it answers this machine's own browsers only.
 *
 * <p>Immutable: options make a new one. What it installs is safe for any thread and never blocks.
 */
public final class Playground {

    /** Where the page is if nobody says otherwise: {@value}, so that a server's {@code /} stays its owner's. */
    public static final String DEFAULT_PATH = "/playground";

    private final Application application;
    private final Location location;
    private final boolean loopbackOnly;
    private final List<String> hosts;

    private Playground(Application application, Location location, boolean loopbackOnly, List<String> hosts) {
        this.application = application;
        this.location = location;
        this.loopbackOnly = loopbackOnly;
        this.hosts = hosts;
    }

    /**
     * A playground at {@value #DEFAULT_PATH}, for this machine only.
     *
     * @param application what the page plays with; one of the server's
     * @return the playground, installed nowhere yet
     */
    public static Playground of(Application application) {
        return new Playground(Objects.requireNonNull(application), new Location(DEFAULT_PATH), true, List.of());
    }

    /**
     * Puts the page elsewhere: at {@code {path}/}, with its files and endpoints below; {@code path} itself leads there (308,
     * RFC 9110 section 15.4.9). At {@code /} its files are below {@code /playground/}. All of it is below the prefix that
     * {@link ReverbServer.Builder#path} sets.
     *
     * @param path {@code /}, or a path without a slash at its end, of letters, digits and {@code ._~-}
     * @return a new playground
     * @throws IllegalArgumentException where it is anything else
     */
    public Playground at(String path) {
        return new Playground(application, new Location(path), loopbackOnly, hosts);
    }

    /**
     * Sets whether only this machine may use the page: the peer must then be a loopback address, no proxy may stand
     * between, and the page must have been asked for by a loopback name or one of {@link #hosts}. Everybody else gets a 403.
     *
     * @param only true by default; false for everybody who reaches the server
     * @return a new playground
     */
    public Playground loopbackOnly(boolean only) {
        return new Playground(application, location, only, hosts);
    }

    /**
     * Names by which this machine's own browsers may ask for the page, too, where it is for this machine only. Give none that
     * anybody else could make point to this machine: {@code reverb.test} is safe, since nobody can register it.
     *
     * @param names without a port, in any case; none by default
     * @return a new playground, with these names in place of those before
     */
    public Playground hosts(String... names) {
        return new Playground(application, location, loopbackOnly, List.of(names));
    }

    /**
     * Adds the page to a server that is being built; several of different applications may be added at different paths.
     *
     * @param builder the server
     * @throws IllegalArgumentException where the path is the engine's own, such as {@code /apps/playground}
     */
    public void install(ReverbServer.Builder builder) {
        routes(Ticker.system()).handlers().forEach(builder::handler);
    }

    Routes routes(Ticker ticker) {
        AccessRule visitors = loopbackOnly ? new LoopbackOnly(hosts) : AccessRule.ANYONE;
        Routes routes = new Routes(location, visitors);
        routes.addPage();
        routes.addEndpoints(application, loopbackOnly, ticker);
        return routes;
    }
}

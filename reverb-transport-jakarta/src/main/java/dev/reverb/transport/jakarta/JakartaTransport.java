package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reverb in a web application of any Jakarta container (Servlet 6, WebSocket 2.1), such as Tomcat, beside the application's own
 * routes. A filter takes those requests whose path the engine claims, seen from the web application: in one at {@code
 * /shop}, clients of {@code /app/{key}} connect to {@code /shop/app/{key}}. All others go on as they came.
 *
 * <pre>{@code
 * JakartaTransport transport = JakartaTransport.into(servletContext);
 * ReverbServer reverb = ReverbServer.builder().application(...).transport(transport).start();
 * }</pre>
 *
 * <p>Where the module is on the class path of a web application, {@link ReverbInitializer} does this by itself. A container
 * calls filters only where there is a servlet behind them: nearly all web applications have a default one at {@code /}.
 *
 * <p>Either may start first; until Reverb has started, and once it has stopped, nothing is claimed. When the web application
 * stops, it waits for up to {@value #DRAIN_TIMEOUT} seconds until Reverb has told its clients to reconnect and has shut
 * down. A stopping Reverb leaves the web application as it is, and may be started again on the same transport.
 *
 * <p>This transport is for reach: the container frames each message for each subscriber, and a connection costs what it costs
 * there. It has no event loops of its own, so its connections are on lanes of the engine's, and up to {@value Threads#MOST}
 * threads named {@code reverb-jakarta-} make those calls into the container that may block.
 *
 * <p>TLS, idle time-outs of HTTP, and what a path may look like are the container's.
 *
 * <ul>
 *   <li>Reading cannot be paused in this API. What arrives meanwhile is kept, up to 64 KiB; then the thread that the container
 *       delivers with waits, and after 30 seconds the connection is closed. Undertow delivers with tasks, so there more is kept.
 *   <li>Pings are answered by the container, which does not tell.
 *   <li>A peer that does not answer a Close is dropped by the container: by Jetty and Undertow within two seconds, by Tomcat
 *       after two to twelve.
 *   <li>Jetty ends its side of a connection right behind a Close, and resets clients that go on sending: they may not learn
 *       the code.
 *   <li>With {@code compression} the container negotiates {@code permessage-deflate} in its own way, and compresses each message for
 *       each session, whatever the application's settings for it are. Without it no session is compressed.
 *   <li>A container closes broken frames by itself, with its own words and mostly with the code of RFC 6455.
 *   <li>An idle session takes 75 kB of heap in Tomcat, and 60 once it has received something (Jetty 14, Undertow 11). Tomcat's
 *       context parameters {@code org.apache.tomcat.websocket.textBufferSize} and {@code binaryBufferSize}, at 1024, make
 *       that 54, and {@code -Dorg.apache.tomcat.websocket.DEFAULT_BUFFER_SIZE=1024} makes it 35; but they hold for all its
 *       sessions, and messages over the last one go out in fragments.
 *   <li>A Jetty server that stops closes its connections before its web applications know. So that Reverb drains, close the
 *       {@code ReverbServer}, or stop the context, first. The others stop their web applications first.
 * </ul>
 */
public final class JakartaTransport implements Transport {

    /** How long a web application that stops waits for the engine to drain, in seconds. */
    public static final int DRAIN_TIMEOUT = 60;

    /** The name of the filter that {@link #into} registers. */
    public static final String FILTER_NAME = "reverb";

    private static final Logger LOG = LoggerFactory.getLogger(JakartaTransport.class);

    private final ReverbFilter filter = new ReverbFilter(this);
    private final AtomicReference<@Nullable Running> running = new AtomicReference<>();
    private volatile boolean taken;

    private JakartaTransport() {}

    /**
     * A transport whose {@link #filter()} is registered by hand.
     *
     * @return the transport, mounted nowhere yet
     */
    public static JakartaTransport mounted() {
        return new JakartaTransport();
    }

    /**
     * A transport in a web application, before the filters that its deployment descriptor or annotations declare, and before
     * those that are registered later. It is an attribute of the context, named by this class; where there is one already,
     * that one is returned. Where it is {@link ReverbInitializer}'s, no server is started by that.
     *
     * @param context a web application that is being initialized
     * @return the web application's transport
     * @throws IllegalStateException where the context is initialized already, or has another filter named {@value #FILTER_NAME}
     */
    public static JakartaTransport into(ServletContext context) {
        JakartaTransport transport = mount(context);
        if (transport == null) {
            throw new IllegalStateException("There is another filter named " + FILTER_NAME);
        }
        transport.taken = true;
        return transport;
    }

    /** The transport in a web application, which is new or known; null where another filter has its name. */
    static @Nullable JakartaTransport mount(ServletContext context) {
        String attribute = JakartaTransport.class.getName();
        if (context.getAttribute(attribute) instanceof JakartaTransport known) {
            return known;
        }
        JakartaTransport transport = mounted();
        FilterRegistration.Dynamic registration = context.addFilter(FILTER_NAME, transport.filter());
        if (registration == null) {
            return null;
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        context.setAttribute(attribute, transport);
        return transport;
    }

    /** Whether the application wants to start a server on this transport itself. */
    boolean isTaken() {
        return taken;
    }

    /**
     * The filter, to be registered once: with support for asynchronous processing, for {@code /*}, for requests (not for
     * forwards, includes or errors), and before filters that might refuse what is not theirs to judge, such as one against
     * forged requests.
     *
     * @return the same one every time
     */
    public Filter filter() {
        return filter;
    }

    /**
     * Serves WebSockets at a path that the container maps, for programs that have a {@link ServerContainer} but no filters. The
     * HTTP API is not served then, and this knows less than {@link #filter()}: clients that connect while no server takes them
     * are closed with 1013 instead of refused, and few containers tell addresses in this way, so that a limit on
     * connections per address must not be set.
     *
     * @param container takes endpoints still
     * @param path where the engine expects its clients, with the key as a parameter: <code>/app/{key}</code>, below the
     *     engine's prefix if it has one
     * @throws DeploymentException where the container does not take it, such as for a path that is taken
     */
    public void addTo(ServerContainer container, String path) throws DeploymentException {
        container.addEndpoint(new SessionConfig(path, new PathConfigurator(this, path)));
    }

    @Nullable
    Running running() {
        return running.get();
    }

    @Override
    public String name() {
        return "jakarta";
    }

    /**
     * Begins to claim requests.
     *
     * @param endpoint the engine's side
     * @throws IllegalStateException where a server runs on this transport
     */
    @Override
    public void start(ServerEndpoint endpoint) {
        Running starting = new Running(endpoint);
        if (!running.compareAndSet(null, starting)) {
            throw new IllegalStateException("A server runs on this transport already");
        }
    }

    /** None: the engine's lanes are used. */
    @Override
    public List<Lane> lanes() {
        return List.of();
    }

    /** None: the container listens. */
    @Override
    public int port() {
        return -1;
    }

    /** Does nothing: the container goes on accepting, and the engine refuses. */
    @Override
    public void stopAccepting() {}

    /** Ends all sessions and requests, and then the threads; may take some seconds, so not to be called on a lane. */
    @Override
    public void stop() {
        Running stopping = running.getAndSet(null);
        if (stopping != null) {
            stopping.stop();
        }
    }

    /** Lets the engine say goodbye to its clients while the container still serves. */
    void drain() {
        Running draining = running.get();
        if (draining == null) {
            return;
        }
        try {
            draining.endpoint().shutdown().toCompletableFuture().get(DRAIN_TIMEOUT, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            LOG.warn("Reverb has not shut down within {} seconds; the web application goes on stopping", DRAIN_TIMEOUT);
        } catch (ExecutionException failed) {
            LOG.warn("Reverb did not shut down cleanly", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

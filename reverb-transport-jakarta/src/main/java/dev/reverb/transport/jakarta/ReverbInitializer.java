package dev.reverb.transport.jakarta;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts Reverb into a web application that has this module among its libraries: containers find it by themselves. Where there
 * are credentials, it runs a server as well, for as long as the web application runs:
 *
 * <table>
 * <caption>Settings</caption>
 * <tr><th>init parameter of the servlet context</th><th>or, where there is none, environment variable</th><th></th></tr>
 * <tr><td>{@code reverb.app.id}</td><td>{@code REVERB_APP_ID}</td><td>the application's id</td></tr>
 * <tr><td>{@code reverb.app.key}</td><td>{@code REVERB_APP_KEY}</td><td>its key</td></tr>
 * <tr><td>{@code reverb.app.secret}</td><td>{@code REVERB_APP_SECRET}</td><td>its secret</td></tr>
 * <tr><td>{@code reverb.path}</td><td>{@code REVERB_SERVER_PATH}</td><td>a prefix for all paths; none by default</td></tr>
 * <tr><td>{@code reverb.enabled}</td><td></td><td>{@code false} to do nothing at all</td></tr>
 * </table>
 *
 * <p>The server is an attribute of the context named {@code dev.reverb.ReverbServer}, the transport is one named {@code
 * dev.reverb.transport.jakarta.JakartaTransport}. Without credentials there is only the transport, which claims nothing
 * until the application starts a server of its own on it. An application that does so by {@link JakartaTransport#into}
 * before its listeners are called, is left to it, whatever the settings.
 *
 * <p>When the web application stops, clients are told to reconnect, as {@link JakartaTransport} says.
 */
public final class ReverbInitializer implements ServletContainerInitializer {

    private static final Logger LOG = LoggerFactory.getLogger(ReverbInitializer.class);

    /** The oldest class that is needed; in the container or nowhere. */
    private static final String API = "jakarta.websocket.server.ServerContainer";

    private final UnaryOperator<@Nullable String> environment;

    /** For containers. */
    public ReverbInitializer() {
        this(System::getenv);
    }

    ReverbInitializer(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * Mounts the transport, and has the server started when the context is initialized.
     *
     * @param classes not used
     * @param context the web application
     */
    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        if ("false".equals(context.getInitParameter("reverb.enabled"))) {
            return;
        }
        if (!hasApi()) {
            LOG.warn("Reverb is off in {}: the container has no Jakarta WebSocket", context.getContextPath());
            return;
        }
        JakartaTransport transport = JakartaTransport.mount(context);
        if (transport == null) {
            LOG.warn("Reverb is off in {}: it has another filter of that name", context.getContextPath());
            return;
        }
        context.addListener(new ReverbListener(transport, ReverbSettings.of(context, environment)));
    }

    private static boolean hasApi() {
        try {
            Class.forName(API, false, ReverbInitializer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException missing) {
            return false;
        }
    }
}

package dev.reverb.internal.protocol;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.interception.AskedConnection;
import dev.reverb.internal.interception.Interception;
import dev.reverb.internal.interception.UpgradeRequest;
import dev.reverb.internal.interception.Verdict;
import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.TransportConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets connections in (Pusher Channels protocol, "Connecting"). A connection is entered in its lane's table at once, so that it is
 * swept and counted from the start; its application may be found later, and until then it is not read.
 */
public final class ProtocolEngine {

    private static final Logger LOG = LoggerFactory.getLogger(ProtocolEngine.class);

    private final String prefix;
    private final ApplicationProvider applications;
    private final Function<String, ApplicationState> states;
    private final SessionContext context;
    private final SocketIds socketIds = new SocketIds();

    /** By application id, as its settings were last. */
    private final ConcurrentHashMap<String, Tenant> tenants = new ConcurrentHashMap<>();

    private volatile boolean refusing;

    public ProtocolEngine(
            String prefix,
            ApplicationProvider applications,
            Function<String, ApplicationState> states,
            SessionContext context) {
        this.prefix = prefix;
        this.applications = applications;
        this.states = states;
        this.context = context;
    }

    /** From now on every new connection is refused with 4200. Any thread. */
    public void refuseConnections() {
        refusing = true;
    }

    /** What an application's settings are now, for connections from here on and for what is told of its channels. Any thread. */
    public void update(Application application) {
        Tenant known = tenants.get(application.id());
        if (known != null) {
            tenant(application, known.state());
        }
    }

    /** An application without connections is forgotten until the next comes. Any thread. */
    public void forget(String appId) {
        tenants.remove(appId);
    }

    /** How many applications are remembered. */
    public int tenants() {
        return tenants.size();
    }

    /**
     * Closes the connections of applications that are gone, or disabled, with 4003: those that there were when it was {@linkplain #forget
     * forgotten}, not those of an application that has come back since. Each lane is looked through once for all of them. Any thread.
     */
    public void evict(Set<String> appIds, Collection<LaneWorker> workers) {
        for (LaneWorker worker : workers) {
            worker.execute(() -> Eviction.begin(
                    worker,
                    session -> appIds.contains(session.appId()) && !session.isUnder(tenants.get(session.appId()))));
        }
    }

    /** Takes a connection over. On its lane. */
    public ConnectionHandler connect(LaneWorker worker, HttpRequest request, TransportConnection transport) {
        Connection connection = null;
        while (connection == null) {
            connection = Connection.enter(worker, transport, socketIds.next());
        }
        Interception interception = context.interception();
        ConnectRequest connect =
                ConnectRequest.of(request, prefix, interception != null && interception.decidesConnections());
        if (connect.key() == null) {
            refuse(connection, connect, null, PusherError.PATH_NOT_FOUND);
        } else {
            find(connection, connect, connect.key());
        }
        return connection;
    }

    private void find(Connection connection, ConnectRequest connect, String key) {
        CompletableFuture<Optional<Application>> found =
                applications.findByKey(key).toCompletableFuture();
        if (found.isDone()) {
            found(connection, connect, found);
            return;
        }
        connection.transport().pauseReading();
        found.whenComplete((application, failed) -> connection.worker().execute(() -> {
            connection.transport().resumeReading();
            found(connection, connect, found);
        }));
    }

    private void found(Connection connection, ConnectRequest connect, CompletableFuture<Optional<Application>> found) {
        if (!connection.isOpen()) {
            return;
        }
        if (found.isCompletedExceptionally()) {
            found.whenComplete(
                    (none, failed) -> LOG.warn("The application of a connection could not be found", failed));
            refuse(connection, connect, null, PusherError.UNAVAILABLE);
            return;
        }
        Application application = found.join().orElse(null);
        PusherError refusal = refusal(application, connect);
        if (application == null || refusal != null) {
            refuse(connection, connect, application, refusal == null ? PusherError.UNKNOWN_APPLICATION : refusal);
            return;
        }
        ApplicationState state = states.apply(application.id());
        if (!state.tryConnect(application.maxConnections())) {
            refuse(connection, connect, application, PusherError.OVER_CONNECTION_QUOTA);
        } else if (!context.counter().tryConnect(connect.remoteAddress())) {
            state.disconnected();
            refuse(connection, connect, application, PusherError.OVER_CAPACITY);
        } else {
            admit(connection, tenant(application, state), connect);
        }
    }

    /** Has been counted in: is established, unless interceptors have a say in it. */
    private void admit(Connection connection, Tenant tenant, ConnectRequest connect) {
        Interception interception = context.interception();
        UpgradeRequest request = connect.whole();
        if (interception == null || request == null) {
            establish(connection, tenant, connect, List.of());
            return;
        }
        UndecidedConnection undecided = new UndecidedConnection(connection, () -> {
            tenant.state().disconnected();
            context.counter().disconnected(connect.remoteAddress());
        });
        AskedConnection asked = new AskedConnection(tenant.application().id(), connection.socketId(), request);
        undecided.awaits(interception.decide(
                asked, verdict -> connection.worker().execute(() -> decided(connection, connect, tenant, verdict))));
    }

    private void decided(
            Connection connection,
            ConnectRequest connect,
            Tenant tenant,
            Verdict<AskedConnection, ConnectionDecision> verdict) {
        if (!connection.isOpen()) {
            return;
        }
        Application application = tenant.application();
        Tenant now = tenants.get(application.id());
        if (verdict.decision() == null) {
            refuse(connection, connect, application, PusherError.CONNECTION_UNDECIDED);
        } else if (verdict.decision() instanceof ConnectionDecision.Refused refused) {
            refuse(
                    connection,
                    connect,
                    application,
                    refused.code(),
                    refused.message(),
                    PusherFrames.error(refused.code(), refused.message()));
        } else if (refusing) {
            refuse(connection, connect, application, PusherError.SERVER_SHUTDOWN);
        } else if (now == null) {
            // Gone meanwhile. The client comes back at once, and is told what holds then.
            refuse(connection, connect, application, PusherError.UNAVAILABLE);
        } else {
            connection.transport().resumeReading();
            establish(connection, now, connect, verdict.asked().attachments());
        }
    }

    private @Nullable PusherError refusal(@Nullable Application application, ConnectRequest connect) {
        if (application == null) {
            return PusherError.UNKNOWN_APPLICATION;
        }
        if (!application.isEnabled()) {
            return PusherError.APPLICATION_DISABLED;
        }
        if (application.requiresTls() && !connect.secure()) {
            return PusherError.TLS_REQUIRED;
        }
        if (!application.allowsOrigin(connect.originHost())) {
            return PusherError.ORIGIN_NOT_ALLOWED;
        }
        if (refusing) {
            return PusherError.SERVER_SHUTDOWN;
        }
        return connect.protocolError();
    }

    private void refuse(
            Connection connection, ConnectRequest connect, @Nullable Application application, PusherError error) {
        refuse(connection, connect, application, error.code(), error.message(), error.frame());
    }

    private void refuse(
            Connection connection,
            ConnectRequest connect,
            @Nullable Application application,
            int code,
            String message,
            EncodedFrame error) {
        context.metrics().connectionRefused(code);
        SessionEvents.refused(context.events(), application == null ? null : application.id(), connect, code, message);
        connection.send(error);
        connection.close(code, message);
    }

    private Tenant tenant(Application application, ApplicationState state) {
        Tenant known = tenants.get(application.id());
        // A provider may make the application anew for every answer.
        if (known != null && known.application().equals(application)) {
            return known;
        }
        state.channels().tell(context.sinks().apply(application));
        Tenant tenant = new Tenant(context, application, state);
        tenants.put(application.id(), tenant);
        return tenant;
    }

    private void establish(Connection connection, Tenant tenant, ConnectRequest connect, List<Object> attachments) {
        Application application = tenant.application();
        String countedAddress = context.counter().isLimited() ? connect.remoteAddress() : null;
        connection.attach(new ClientSession(connection, tenant, countedAddress, attachments));
        connection.transport().setMaxMessageSize(application.maxMessageSize());
        context.metrics().connectionOpened(application.id());
        SessionEvents.opened(context.events(), application.id(), connection, connect);
        connection.send(PusherFrames.connectionEstablished(
                connection.socketId(), application.activityTimeout().getSeconds()));
    }
}

package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.ServerEndpoint;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Jetty hands requests over. Never blocks, so that Jetty calls it in its loop, unless a handler beside it does block.
 * What is not for the engine goes to the wrapped handler, if there is one.
 */
final class ReverbHandler extends Handler.Wrapper {

    /** How long a host that stops waits for the engine to drain, in seconds. */
    static final int DRAIN_TIMEOUT = 60;

    private static final Logger LOG = LoggerFactory.getLogger(ReverbHandler.class);

    private final JettyLanes lanes;
    private final boolean everything;
    private final LifeCycle.Listener hostListener = new HostListener();
    private volatile @Nullable ServerEndpoint endpoint;

    /**
     * Makes a handler.
     *
     * @param everything whether all requests are the engine's, also those that it does not claim
     */
    ReverbHandler(JettyLanes lanes, boolean everything) {
        this.lanes = lanes;
        this.everything = everything;
    }

    void begin(ServerEndpoint claiming) {
        endpoint = claiming;
    }

    void end() {
        endpoint = null;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        ServerEndpoint engine = endpoint;
        String path = JettyRequest.pathOf(request);
        if (engine == null || !everything && !engine.claims(path)) {
            return super.handle(request, response, callback);
        }
        JettyResponder responder = new JettyResponder(response, callback);
        JettyRequest view = new JettyRequest(request, path);
        if (Upgrade.isWanted(request, view)) {
            new Upgrade(engine, lanes).accept(request, view, response, callback, responder);
        } else {
            new RequestBody(engine, request, view, callback, responder).read();
        }
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getServer().addEventListener(hostListener);
    }

    @Override
    protected void doStop() throws Exception {
        Server server = getServer();
        if (server != null) {
            server.removeEventListener(hostListener);
        }
        drain();
        super.doStop();
    }

    /** Lets the engine say goodbye to its clients while the host still serves. */
    private void drain() {
        ServerEndpoint engine = endpoint;
        if (engine == null || everything) {
            return;
        }
        try {
            engine.shutdown().toCompletableFuture().get(DRAIN_TIMEOUT, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            LOG.warn("Reverb has not shut down within {} seconds; Jetty goes on stopping", DRAIN_TIMEOUT);
        } catch (ExecutionException failed) {
            LOG.warn("Reverb did not shut down cleanly", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes before anything of the host has stopped; Jetty's own graceful shutdown is off unless configured. */
    private final class HostListener implements LifeCycle.Listener {
        @Override
        public void lifeCycleStopping(LifeCycle host) {
            drain();
        }
    }
}

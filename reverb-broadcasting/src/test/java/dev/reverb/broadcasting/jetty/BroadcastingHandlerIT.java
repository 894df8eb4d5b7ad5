package dev.reverb.broadcasting.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.broadcasting.auth.EndpointCase;
import java.nio.ByteBuffer;
import java.security.Principal;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In Jetty with one selector, beside pages that do not block, so that all of it is called in the selector's loop. */
class BroadcastingHandlerIT extends EndpointCase {

    @Override
    protected Class<?> nativeRequest() {
        return Request.class;
    }

    @Override
    protected Host start(BroadcastingAuth auth) throws Exception {
        return new JettyHost(auth);
    }

    private static final class JettyHost implements Host {

        private final Server server = new Server();
        private final ServerConnector connector = new ServerConnector(server, 1, 1);

        JettyHost(BroadcastingAuth auth) throws Exception {
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            BroadcastingHandler broadcasting = new BroadcastingHandler(auth);
            broadcasting.setHandler(new SocketIdHandler(new Pages()));
            Outermost outermost = new Outermost(broadcasting);
            server.setHandler(new ContextHandler(outermost, "/shop"));
            server.start();
            assertThat(outermost.getInvocationType()).isEqualTo(Invocable.InvocationType.NON_BLOCKING);
        }

        @Override
        public int port() {
            return connector.getLocalPort();
        }

        @Override
        public String path() {
            return "/shop";
        }

        @Override
        public void close() throws Exception {
            server.stop();
        }
    }

    /** Says who the user is, and sees the thread again when all is done. */
    private static final class Outermost extends Handler.Wrapper {
        Outermost(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String name = request.getHeaders().get(PRINCIPAL);
            if (name != null) {
                Request.setAuthenticationState(request, new Authenticated(name));
            }
            try {
                return super.handle(request, response, callback);
            } finally {
                if (!request.getHttpURI().getPath().contains("/broadcasting/")) {
                    afterwards();
                }
            }
        }
    }

    private record Authenticated(String name) implements Request.AuthenticationState {
        @Override
        public @Nullable Principal getUserPrincipal() {
            return () -> name;
        }
    }

    private static final class Pages extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = Request.getPathInContext(request);
            if (path.equals(FAILING)) {
                throw new IllegalStateException("This page fails");
            }
            if (!path.equals(PROBE)) {
                return false;
            }
            response.write(true, ByteBuffer.wrap(probe().getBytes(UTF_8)), callback);
            return true;
        }
    }

    @Test
    void otherPathsAreOthers() throws Exception {
        assertThat(send(request("/broadcasting/other")).statusCode()).isEqualTo(404);
        assertThat(send(request("/broadcasting/auth/")).statusCode()).isEqualTo(404);
        assertThat(send(request("/other/auth")).statusCode()).isEqualTo(404);
    }

    @Test
    void rulesRunOnTheThreadPool() throws Exception {
        channels.authorize(
                "orders", (user, p) -> Thread.currentThread().getName().startsWith("qtp"));
        assertThat(send(subscribing("private-orders").header(PRINCIPAL, "ada")).statusCode())
                .isEqualTo(200);
    }
}

package dev.reverb.broadcasting.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.broadcasting.auth.EndpointCase;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.security.idm.Account;
import io.undertow.security.impl.SecurityContextImpl;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In Undertow with one I/O thread. */
class BroadcastingHandlerIT extends EndpointCase {

    private boolean behindBlocking;

    @Override
    protected Class<?> nativeRequest() {
        return HttpServerExchange.class;
    }

    @Override
    protected Host start(BroadcastingAuth auth) {
        HttpHandler pages = new SocketIdHandler(BroadcastingHandlerIT::page);
        HttpHandler broadcasting = new BroadcastingHandler(auth, pages);
        HttpHandler outermost = exchange -> outermost(exchange, broadcasting);
        return new UndertowHost(behindBlocking ? new BlockingHandler(outermost) : outermost);
    }

    private static final class UndertowHost implements Host {

        private final Undertow undertow;

        UndertowHost(HttpHandler handler) {
            undertow = Undertow.builder()
                    .setIoThreads(1)
                    .setWorkerThreads(5)
                    .addHttpListener(0, "127.0.0.1")
                    .setHandler(Handlers.path().addPrefixPath("/shop", handler))
                    .build();
            undertow.start();
        }

        @Override
        public int port() {
            return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
        }

        @Override
        public String path() {
            return "/shop";
        }

        @Override
        public void close() {
            undertow.stop();
        }
    }

    /** Says who the user is, and sees the thread again when all is done. */
    private static void outermost(HttpServerExchange exchange, HttpHandler next) throws Exception {
        String name = exchange.getRequestHeaders().getFirst(PRINCIPAL);
        if (name != null) {
            SecurityContextImpl security = new SecurityContextImpl(exchange, null);
            security.authenticationComplete(new Named(name), "TEST", false);
            exchange.setSecurityContext(security);
        }
        try {
            next.handleRequest(exchange);
        } finally {
            if (!exchange.getRequestURI().contains("/broadcasting/")) {
                afterwards();
            }
        }
    }

    private record Named(String name) implements Account {
        @Override
        public Principal getPrincipal() {
            return () -> name;
        }

        @Override
        public Set<String> getRoles() {
            return Set.of();
        }
    }

    private static void page(HttpServerExchange exchange) {
        switch (exchange.getRelativePath()) {
            case FAILING -> throw new IllegalStateException("This page fails");
            case PROBE -> exchange.getResponseSender().send(probe());
            default -> exchange.setStatusCode(404);
        }
    }

    @Test
    void otherPathsAreTheNextHandlers() throws Exception {
        assertThat(send(request("/broadcasting/other")).statusCode()).isEqualTo(404);
        assertThat(send(request("/broadcasting/auth/")).statusCode()).isEqualTo(404);
    }

    @Test
    void rulesRunOnAWorker() throws Exception {
        channels.authorize(
                "orders", (user, p) -> Thread.currentThread().getName().contains("task"));
        assertThat(send(subscribing("private-orders").header(PRINCIPAL, "ada")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void worksBehindABlockingHandler() throws Exception {
        behindBlocking = true;
        answersAsTheFunctionDoes();
    }

    @Test
    void asksForBodiesBehindABlockingHandler() throws Exception {
        behindBlocking = true;
        bodiesMayWaitToBeAskedFor();
    }

    @Test
    void decidesLaterBehindABlockingHandler() throws Exception {
        behindBlocking = true;
        rulesMayDecideLater();
    }

    @Test
    void limitsBodiesBehindABlockingHandler() throws Exception {
        behindBlocking = true;
        bodiesHaveALimit();
    }
}

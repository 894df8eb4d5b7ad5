package dev.reverb.broadcasting.undertow;

import dev.reverb.broadcasting.auth.AuthRequest;
import dev.reverb.broadcasting.auth.BroadcastingAuth;
import dev.reverb.spi.transport.HttpResponse;
import io.undertow.io.IoCallback;
import io.undertow.io.Receiver;
import io.undertow.security.api.SecurityContext;
import io.undertow.security.idm.Account;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.SameThreadExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * {@link BroadcastingAuth} as a handler of Undertow 2.4, for {@code /broadcasting/auth} and {@code /broadcasting/user-auth} below the
 * handler's prefix. Guards get at the exchange by {@code request.unwrap(HttpServerExchange.class)} until it is answered.
 *
 * <p>The body is read without holding a thread. Guards and rules then run on Undertow's workers, unless an executor is set; never on the
 * I/O threads, which may be Reverb's lanes. Behind a {@code BlockingHandler} the body is read on the worker.
 */
@SuppressWarnings("exports") // Of what the application has where it uses this.
public final class BroadcastingHandler implements HttpHandler {

    /** Where it is unless it is told: {@value}. */
    public static final String DEFAULT_PATH = "/broadcasting";

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastingHandler.class);

    private final BroadcastingAuth auth;
    private final String channelPath;
    private final String userPath;
    private final HttpHandler next;
    private final HttpHandler reader = new HttpContinueReadHandler(this::read);

    /**
     * Makes a handler for {@value #DEFAULT_PATH}.
     *
     * @param auth what answers
     * @param next takes all other requests
     */
    public BroadcastingHandler(BroadcastingAuth auth, HttpHandler next) {
        this(auth, DEFAULT_PATH, next);
    }

    /**
     * Makes a handler for another path.
     *
     * @param auth what answers
     * @param path what {@code /auth} and {@code /user-auth} are below
     * @param next takes all other requests
     */
    public BroadcastingHandler(BroadcastingAuth auth, String path, HttpHandler next) {
        this.auth = Objects.requireNonNull(auth);
        this.next = Objects.requireNonNull(next);
        channelPath = path + "/auth";
        userPath = path + "/user-auth";
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRelativePath();
        if (path.equals(channelPath) || path.equals(userPath)) {
            reader.handleRequest(exchange);
        } else {
            next.handleRequest(exchange);
        }
    }

    private void read(HttpServerExchange exchange) {
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(auth.maxBodySize());
        receiver.receiveFullBytes(this::answer, this::refuse);
    }

    private void answer(HttpServerExchange exchange, byte[] body) {
        AuthRequest request = authRequest(exchange, body);
        // Behind Undertow's own call, so that Undertow leaves ending the exchange to the answer.
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> auth.handle(request, exchange.getConnection().getWorker())
                        .thenAccept(response -> send(exchange, response)));
    }

    private static AuthRequest authRequest(HttpServerExchange exchange, byte[] body) {
        AuthRequest request =
                AuthRequest.of(new UndertowHttpRequest(exchange, body)).withSource(exchange);
        SecurityContext security = exchange.getSecurityContext();
        Account account = security == null ? null : security.getAuthenticatedAccount();
        return account == null ? request : request.withPrincipal(account.getPrincipal());
    }

    private void refuse(HttpServerExchange exchange, IOException broken) {
        if (broken instanceof Receiver.RequestToLargeException) {
            exchange.dispatch(
                    SameThreadExecutor.INSTANCE,
                    () -> send(exchange, HttpResponse.payloadTooLarge(auth.maxBodySize())));
        } else {
            LOG.debug("A request's body broke off", broken);
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /** On a thread that the exchange may be written on, whichever ended the answer. */
    private static void send(HttpServerExchange exchange, HttpResponse response) {
        Executor thread = exchange.isBlocking() ? exchange.getConnection().getWorker() : exchange.getIoThread();
        try {
            thread.execute(() -> write(exchange, response));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("A server that is shutting down sends no answers");
        }
    }

    private static void write(HttpServerExchange exchange, HttpResponse response) {
        exchange.setStatusCode(response.status());
        for (Map.Entry<String, String> header : response.headers()) {
            HttpString name = new HttpString(header.getKey());
            // Undertow says it where it must be said. Told to close, it would do so with a refused body unread, and
            // reset
            // the connection of a client that is still sending; so it drops what still comes, within the host's limits.
            if (!name.equals(Headers.CONNECTION)) {
                exchange.getResponseHeaders().put(name, header.getValue());
            }
        }
        exchange.getResponseSender().send(ByteBuffer.wrap(response.body()), IoCallback.END_EXCHANGE);
    }
}

package dev.reverb.transport.jakarta;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the container calls for one session: on threads of its own, one message at a time, the end at any time. */
final class SessionEndpoint extends Endpoint {

    private static final int UNSUPPORTED_DATA = 1003;
    private static final int TOO_LARGE = 1009;

    /**
     * How much text a container should collect before it hands it on, in characters: Tomcat takes so much memory for each
     * session that has received something.
     */
    private static final int TEXT_BUFFER = 1_024;

    private final Running running;
    private final HttpRequest request;
    private final TextParts parts = new TextParts();
    private volatile @Nullable SessionConnection connection;

    /** The peer broke a limit: what it sends is not listened to any more. */
    private boolean refused;

    SessionEndpoint(Running running, HttpRequest request) {
        this.running = running;
        this.request = request;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        // Idleness is the engine's to judge.
        session.setMaxIdleTimeout(0);
        session.setMaxTextMessageBufferSize(TEXT_BUFFER);
        SessionCloser.limit(session.getUserProperties());
        SessionConnection opened = new SessionConnection(running, session, request);
        connection = opened;
        running.add(opened);
        opened.open();
        session.addMessageHandler(
                String.class, (MessageHandler.Partial<String>) (part, last) -> onPart(opened, part, last));
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>)
                (part, last) -> refuse(opened, UNSUPPORTED_DATA, "Binary messages are not supported."));
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>)
                pong -> put(opened, 0, ConnectionHandler::onPong));
    }

    private void onPart(SessionConnection opened, String part, boolean last) {
        if (refused) {
            return;
        }
        int limit = opened.maxMessageSize();
        if (!parts.add(part, last, limit)) {
            refuse(opened, TOO_LARGE, "A message is larger than " + limit + " bytes.");
        } else if (last) {
            byte[] text = parts.take();
            put(opened, text.length, handler -> handler.onText(text, 0, text.length));
        }
    }

    private void refuse(SessionConnection opened, int code, String reason) {
        if (!refused) {
            refused = true;
            put(opened, 0, handler -> handler.onViolation(code, reason));
        }
    }

    private static void put(SessionConnection opened, int bytes, Consumer<ConnectionHandler> tell) {
        if (!opened.inbound().put(bytes, tell)) {
            opened.fail(new TimeoutException("The engine has not read for too long"));
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        SessionConnection closed = connection;
        if (closed != null) {
            int code = reason.getCloseCode().getCode();
            closed.inbound().putLast(handler -> closed.closed(handler, code));
        }
    }

    @Override
    public void onError(Session session, Throwable cause) {
        SessionConnection failed = connection;
        if (failed != null) {
            failed.fail(cause);
        }
    }
}

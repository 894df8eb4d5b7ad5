package dev.reverb.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the container calls for one session: on threads of its own, one message at a time, the end at any time. */
abstract class SessionEndpoint extends Endpoint {

    /**
     * How much text a container should collect before it hands it on, in characters: Tomcat takes so much memory for each
     * session that has received something.
     */
    private static final int TEXT_BUFFER = 1_024;

    private volatile @Nullable SessionConnection connection;

    /** The container has told the end, which it may do before, or while, it tells the beginning. */
    private volatile boolean closed;

    /** The half of a character that a part of a message has ended with. */
    private String cut = "";

    /** Takes a session, for which the container has called {@code onOpen}. */
    final void open(Session session, Running running, HttpRequest request) {
        // Idleness is the engine's to judge.
        session.setMaxIdleTimeout(0);
        session.setMaxTextMessageBufferSize(TEXT_BUFFER);
        SessionCloser.limit(session.getUserProperties());
        SessionConnection opened = new SessionConnection(running, session, request);
        connection = opened;
        opened.open();
        session.addMessageHandler(
                String.class, (MessageHandler.Partial<String>) (part, last) -> onPart(opened, part, last));
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>)
                (part, last) -> put(opened, 0, opened::refuseBinary));
        session.addMessageHandler(
                PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> put(opened, 0, opened::pong));
        if (closed || !session.isOpen()) {
            // Undertow does not tell of one that was gone before it was there.
            opened.over(CloseReason.CloseCodes.CLOSED_ABNORMALLY.getCode());
        }
    }

    /** In UTF-8 without the half of a character that a part may end with: the next one begins with it. */
    private byte[] encode(String part, boolean last) {
        String text = cut.isEmpty() ? part : cut + part;
        int end = text.length();
        if (!last && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        cut = text.substring(end);
        return text.substring(0, end).getBytes(UTF_8);
    }

    private void onPart(SessionConnection opened, String part, boolean last) {
        byte[] utf8 = encode(part, last);
        put(opened, utf8.length, handler -> opened.read(handler, utf8, last));
    }

    private static void put(SessionConnection opened, int bytes, Consumer<ConnectionHandler> tell) {
        if (!opened.inbound().put(bytes, tell)) {
            opened.fail(new TimeoutException("The engine has not read for too long"));
        }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        closed = true;
        SessionConnection ended = connection;
        if (ended != null) {
            ended.over(reason.getCloseCode().getCode());
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

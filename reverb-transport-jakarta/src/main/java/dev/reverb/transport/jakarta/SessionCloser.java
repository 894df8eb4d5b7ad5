package dev.reverb.transport.jakarta;

import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a session, also where the peer does not answer. The Jakarta API knows only the closing handshake, and containers wait
 * for the peer's part of it in their own ways:
 *
 * <ul>
 *   <li>Tomcat says in the session's properties how long sending the Close may take and how long it waits for the answer,
 *       which it looks at every ten seconds.
 *   <li>Jetty and Undertow wait for as long as the session may be idle, so that is limited now.
 * </ul>
 *
 * May block. Any thread, but not a lane's.
 */
final class SessionCloser {

    /** How long a peer may take to answer a Close, in milliseconds. */
    static final long ANSWER_TIMEOUT = 2_000;

    /** How long it may take to send a Close or a pong to a peer that reads slowly, in milliseconds. */
    private static final long SEND_TIMEOUT = 5_000;

    /** How long a peer has to take what was sent before it is dropped, in milliseconds. */
    static final int LINGER = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(SessionCloser.class);

    private final Session session;

    SessionCloser(Session session) {
        this.session = session;
    }

    /** How Tomcat is told not to wait too long; other containers do not look at these. */
    static void limit(Map<String, Object> properties) {
        properties.put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", SEND_TIMEOUT);
        properties.put("org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", ANSWER_TIMEOUT);
    }

    /** Sends a Close, unless one has been sent. */
    void close(int code, String reason) {
        try {
            if (session.isOpen()) {
                session.setMaxIdleTimeout(ANSWER_TIMEOUT);
                // 50 ms by default, which is what drop() gives it.
                session.getUserProperties()
                        .put("org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT", SEND_TIMEOUT);
                session.close(new CloseReason(codeOf(code), reason));
            }
        } catch (IOException | RuntimeException closed) {
            LOG.debug("A session was closed already", closed);
        }
    }

    /** A Close must say something; one that should not, says that all is well. */
    private static CloseReason.CloseCode codeOf(int code) {
        return code == CloseCodes.NO_STATUS_CODE.getCode() ? CloseCodes.NORMAL_CLOSURE : CloseCodes.getCloseCode(code);
    }

    /** Ends the session as soon as the container lets us. */
    void drop() {
        try {
            if (session.isOpen()) {
                session.setMaxIdleTimeout(LINGER);
                session.close(new CloseReason(CloseCodes.GOING_AWAY, ""));
            }
        } catch (IOException | RuntimeException closed) {
            LOG.debug("A session was dropped already", closed);
        }
    }
}

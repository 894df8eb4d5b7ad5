package dev.reverb.internal.connection;

import dev.reverb.application.Application;
import dev.reverb.event.ClosedBy;
import org.jspecify.annotations.Nullable;

/** What the protocol makes of one connection. Called on its lane only. */
public interface ConnectionListener {

    /** Whose client it is; null before that is known, and where it is nobody's. */
    @Nullable
    Application application();

    /** A message of valid UTF-8, while the connection is open. The bytes are valid during the call. */
    void onText(byte[] utf8, int from, int length);

    /** The client has been silent for its application's {@code ping_interval}. */
    void onIdle();

    /** The client has not answered within its application's {@code pong_timeout}. */
    void onPongTimeout();

    /** Another second has passed; called only where the application requires users to authenticate in time. */
    default void onSweep() {}

    /**
     * The connection is open no more: it is gone, or being closed by either side. The last call.
     *
     * @param code of the Close frame: 1005 where the client's has none, 1006 where there was none
     * @param reason the server's; empty where the client closes
     */
    void onClosed(int code, String reason, ClosedBy by);
}

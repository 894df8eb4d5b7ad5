package dev.reverb.internal.protocol;

import dev.reverb.internal.wire.PusherFrames;
import dev.reverb.spi.websocket.EncodedFrame;

/**
 * Every error that a client is told by {@code pusher:error}, with its code (Pusher Channels protocol, "Error codes"). 4000 to 4099
 * tell the client to give up, 4100 to 4199 to come back after a pause, 4200 to 4299 to come back at once.
 */
public enum PusherError {
    TLS_REQUIRED(4000, "Application only accepts TLS connections, reconnect using wss://"),
    UNKNOWN_APPLICATION(4001, "Application does not exist"),
    APPLICATION_DISABLED(4003, "Application disabled"),
    OVER_CONNECTION_QUOTA(4004, "Application is over connection quota"),
    PATH_NOT_FOUND(4005, "Path not found"),
    INVALID_VERSION(4006, "Invalid version string format"),
    UNSUPPORTED_VERSION(4007, "Unsupported protocol version"),
    NO_VERSION(4008, "No protocol version supplied"),
    ORIGIN_NOT_ALLOWED(4009, "Origin not allowed"),
    UNAUTHORIZED(4009, "Connection is unauthorized"),
    NOT_A_MEMBER(4009, "The client is not a member of the specified channel."),
    TERMINATED(4009, "The connection was terminated by the application"),
    NO_USER_ID(4009, "The user data has no usable id"),
    OTHER_USER(4009, "The connection is signed in as another user"),
    NOT_AUTHENTICATED(4009, "Connection not authorized within timeout"),
    OVER_CAPACITY(4100, "Over capacity"),
    RATE_LIMIT_TERMINATED(4100, "Rate limit exceeded"),
    SIGN_IN_UNAVAILABLE(4100, "Signing in is not possible right now"),
    CONNECTION_UNDECIDED(4100, "Connecting is not possible right now"),
    INVALID_MESSAGE(4200, "Invalid message format"),
    UNAVAILABLE(4200, "Application is not available right now"),
    SERVER_SHUTDOWN(4200, "Server is shutting down"),
    PONG_TIMEOUT(4201, "Pong reply not received in time"),
    CLIENT_EVENTS_DISABLED(4301, "The app does not have client messaging enabled."),
    CLIENT_EVENTS_NOT_ALLOWED(4301, "Client events are not allowed on this channel."),
    INVALID_CLIENT_EVENT(4301, "Invalid client event"),
    CLIENT_EVENT_UNDECIDED(4301, "Client events are not possible right now"),
    CLIENT_EVENT_TOO_BUSY(4301, "Too many client events wait; try again"),
    RATE_LIMITED(4301, "Rate limit exceeded"),
    WATCHLIST_TOO_LONG(4302, "The watchlist has more than " + UserData.MAX_WATCHLIST + " users");

    private final int code;
    private final String message;
    private final EncodedFrame frame;

    PusherError(int code, String message) {
        this.code = code;
        this.message = message;
        this.frame = PusherFrames.error(code, message);
    }

    public int code() {
        return code;
    }

    public String message() {
        return message;
    }

    /** The {@code pusher:error} frame. */
    public EncodedFrame frame() {
        return frame;
    }
}

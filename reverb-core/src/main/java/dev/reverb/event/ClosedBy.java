package dev.reverb.event;

/** Who began to close a connection. */
public enum ClosedBy {
    /** The client sent a Close frame. */
    CLIENT,
    /** The server sent one: an error, a limit, a violation of the protocol, the end of the server. */
    SERVER,
    /** Nobody: the connection was lost. */
    NOBODY
}

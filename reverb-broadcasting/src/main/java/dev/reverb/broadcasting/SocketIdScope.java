package dev.reverb.broadcasting;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The socket id of the request at hand: the browser's connection, which Echo names in {@code X-Socket-ID}, and which {@code toOthers()}
 * leaves out. Bound to the thread:
 *
 * <pre>{@code
 * try (SocketIdScope scope = SocketIdScope.open(request.getHeader(SocketIdScope.HEADER))) {
 *     handle(request);
 * }
 * }</pre>
 *
 * <p>Scopes may lie in each other; each is closed by the thread that opened it, the inner one first. What a thread starts on other threads
 * is outside: there, {@code toOthers(socketId)} says it.
 */
public final class SocketIdScope implements AutoCloseable {

    /** The request header that Echo names its connection in: {@value}. */
    public static final String HEADER = "X-Socket-ID";

    private static final int MAX_LENGTH = 64;
    private static final Pattern SOCKET_ID = Pattern.compile("\\d+\\.\\d+");
    private static final ThreadLocal<SocketIdScope> CURRENT = new ThreadLocal<>();

    private final @Nullable String socketId;
    private final @Nullable SocketIdScope outer;

    private SocketIdScope(@Nullable String socketId, @Nullable SocketIdScope outer) {
        this.socketId = socketId;
        this.outer = outer;
    }

    /**
     * Begins a scope on this thread.
     *
     * @param socketId the socket id as the client says; null, or what is no socket id (two numbers with a dot between), for none: then
     *     {@code toOthers()} leaves nobody out, whatever an outer scope says
     * @return ends the scope when it is closed
     */
    public static SocketIdScope open(@Nullable String socketId) {
        SocketIdScope scope = new SocketIdScope(valid(socketId), CURRENT.get());
        CURRENT.set(scope);
        return scope;
    }

    /**
     * The socket id of the scope that this thread is in.
     *
     * @return empty outside any scope, and in one without a socket id
     */
    public static Optional<String> current() {
        SocketIdScope scope = CURRENT.get();
        return scope == null ? Optional.empty() : Optional.ofNullable(scope.socketId);
    }

    /** The text where it is a socket id, of whichever server; servers refuse a publication with any other. */
    static @Nullable String valid(@Nullable String text) {
        return text != null
                        && text.length() <= MAX_LENGTH
                        && SOCKET_ID.matcher(text).matches()
                ? text
                : null;
    }

    /** Ends the scope: the outer one is the thread's again, or none. Does nothing the second time. */
    @Override
    public void close() {
        if (CURRENT.get() != this) {
            return;
        }
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}

package dev.reverb.spi.transport;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the engine reads it; adapters wrap their server's own. For upgrades the body is empty.
 *
 * <p>Not thread-safe, and used by one thread at a time.
 */
public interface HttpRequest {

    /**
     * The method.
     *
     * @return in upper case, such as {@code POST}
     */
    String method();

    /**
     * The path as it came: with the server's prefix, still percent-encoded, without the query.
     *
     * @return a path that starts with {@code /}
     */
    String path();

    /**
     * The query as it came, still percent-encoded.
     *
     * @return what follows the first {@code ?}, or null where there is none
     */
    @Nullable
    String query();

    /**
     * The value of a header. Over HTTP/2, {@code Host} is the request's {@code :authority} (RFC 9113 section 8.3.1).
     *
     * @param name in any case
     * @return the value, without white space around it, or null; where the header came on several lines, all of them with a
     *     comma between (RFC 9110 section 5.3)
     */
    @Nullable
    String header(String name);

    /**
     * Which headers there are, for interceptors that look at some that the engine does not know of. A transport that does not tell
     * hands on those that it is asked for by name.
     *
     * @return names that {@link #header} knows, in any case and order, perhaps one of them more than once; none where the transport
     *     does not tell
     */
    default Collection<String> headerNames() {
        return List.of();
    }

    /**
     * The whole body.
     *
     * @return its bytes, possibly none; not to be changed
     */
    byte[] body();

    /**
     * The peer's address.
     *
     * @return an IP address in text form, without a port
     */
    String remoteAddress();

    /**
     * Whether the request came over TLS on this server's own socket.
     *
     * @return true for {@code https} and {@code wss}
     */
    boolean isSecure();
}

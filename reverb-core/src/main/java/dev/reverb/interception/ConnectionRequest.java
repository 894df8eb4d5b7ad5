package dev.reverb.interception;

import dev.reverb.channel.SocketId;
import java.util.Map;
import java.util.Optional;

/**
 * A client that asks to be connected. Its {@code toString} has neither headers nor query, which may hold secrets.
 *
 * <p>Made by the server; a later version may add methods, each with a default. Safe for any thread.
 */
public interface ConnectionRequest {

    /**
     * Whose client it is.
     *
     * @return the application's id
     */
    String appId();

    /**
     * The id that the connection will be told, if it is accepted.
     *
     * @return its socket id
     */
    SocketId socketId();

    /**
     * The address of whoever has connected to this server: a proxy's, unless the transport was told to believe what proxies say.
     *
     * @return an IP address in text form, without a port
     */
    String remoteAddress();

    /**
     * Whether the client came over TLS on this server's own socket.
     *
     * @return true for {@code wss}
     */
    boolean isSecure();

    /**
     * The page's origin, as browsers send it. Anything else can send what it likes.
     *
     * @return the {@code Origin} header as it came, such as {@code https://example.com}; empty where there was none
     */
    Optional<String> origin();

    /**
     * The path as it came: with the server's prefix, still percent-encoded.
     *
     * @return such as {@code /app/my-key}
     */
    String path();

    /**
     * The parameters of the query, decoded, such as {@code protocol}, {@code client} and {@code version}; where a name comes twice,
     * the last one counts.
     *
     * @return the parameters by name, not to be changed; none where the query's escapes are broken
     */
    Map<String, String> query();

    /**
     * A header of the upgrade request, such as {@code Cookie} or {@code Authorization}. Browsers send cookies of this server's domain,
     * also to another site's page: look at the {@linkplain #origin() origin} before you believe them.
     *
     * @param name in any case
     * @return the value; where the header came on several lines, all of them with a comma between (RFC 9110 section 5.3); empty where
     *     it did not come
     */
    Optional<String> header(String name);

    /**
     * What an interceptor that was asked before has {@linkplain ConnectionDecision#acceptWith attached}.
     *
     * @param type of what kind
     * @param <T> of what kind
     * @return the first of that kind, or empty
     */
    <T> Optional<T> attachment(Class<T> type);
}

package dev.reverb.internal.protocol;

import dev.reverb.internal.interception.UpgradeRequest;
import dev.reverb.internal.wire.Origins;
import dev.reverb.internal.wire.QueryString;
import dev.reverb.spi.transport.HttpRequest;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an upgrade request says about a new connection.
 *
 * @param key the application key in the path, or null where the path is none of ours
 * @param protocol the protocol version as given, or null where it is left out
 * @param originHost the host of {@code Origin}, or null
 * @param whole all of it, for those who decide about connections; null where there are none
 */
record ConnectRequest(
        @Nullable String key,
        @Nullable String protocol,
        @Nullable String originHost,
        boolean secure,
        String remoteAddress,
        @Nullable UpgradeRequest whole) {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}");
    private static final BigInteger OLDEST_PROTOCOL = BigInteger.valueOf(5);
    private static final BigInteger NEWEST_PROTOCOL = BigInteger.valueOf(7);

    static ConnectRequest of(HttpRequest request, String prefix, boolean whole) {
        SortedMap<String, String> query = QueryString.parse(request.query());
        String start = prefix + "/app/";
        String key = request.path().startsWith(start)
                ? QueryString.decode(request.path().substring(start.length()), false)
                : null;
        return new ConnectRequest(
                key == null || key.isEmpty() || key.indexOf('/') >= 0 ? null : key,
                query == null ? "?" : query.get("protocol"),
                Origins.host(request.header("Origin")),
                request.isSecure(),
                request.remoteAddress(),
                whole ? UpgradeRequest.of(request) : null);
    }

    /** What is wrong with the protocol version, or null. */
    @Nullable
    PusherError protocolError() {
        if (protocol == null) {
            return null;
        }
        if (protocol.isEmpty()) {
            return PusherError.NO_VERSION;
        }
        if (!NUMBER.matcher(protocol).matches()) {
            return PusherError.INVALID_VERSION;
        }
        BigInteger version = new BigInteger(protocol);
        return version.compareTo(OLDEST_PROTOCOL) < 0 || version.compareTo(NEWEST_PROTOCOL) > 0
                ? PusherError.UNSUPPORTED_VERSION
                : null;
    }
}

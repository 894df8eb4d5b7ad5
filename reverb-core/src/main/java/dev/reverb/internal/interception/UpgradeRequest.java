package dev.reverb.internal.interception;

import dev.reverb.internal.wire.QueryString;
import dev.reverb.spi.transport.HttpRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An upgrade request, copied, since the transport's own is good during one call only.
 *
 * @param query the parameters, decoded; none where they cannot be
 * @param headers by their names, in any case
 */
public record UpgradeRequest(
        String path, Map<String, String> query, Map<String, String> headers, String remoteAddress, boolean isSecure) {

    /** What is copied of a transport's request that does not say which headers there are. */
    private static final List<String> USUAL = List.of(
            "Host",
            "Origin",
            "Cookie",
            "Authorization",
            "User-Agent",
            "Accept-Language",
            "Referer",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-Real-IP",
            "X-Request-Id",
            "Traceparent");

    public static UpgradeRequest of(HttpRequest request) {
        SortedMap<String, String> query = QueryString.parse(request.query());
        return new UpgradeRequest(
                request.path(),
                query == null ? Map.of() : Collections.unmodifiableMap(query),
                headersOf(request),
                request.remoteAddress(),
                request.isSecure());
    }

    private static Map<String, String> headersOf(HttpRequest request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        USUAL.forEach(name -> copy(request, name, headers));
        request.headerNames().forEach(name -> copy(request, name, headers));
        return headers;
    }

    private static void copy(HttpRequest request, String name, Map<String, String> headers) {
        String value = request.header(name);
        if (value != null) {
            headers.put(name, value);
        }
    }

    /** Neither headers nor query: they may hold secrets. */
    @Override
    public String toString() {
        return "UpgradeRequest[" + path + "]";
    }
}

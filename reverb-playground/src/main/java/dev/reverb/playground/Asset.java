package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file of the page, kept in memory, with a validator (RFC 9110 section 8.8.3). Immutable. */
final class Asset {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final String TEXT = "text/plain; charset=utf-8";

    private final byte[] bytes;
    private final String type;
    private final String etag;
    private final CachePolicy policy;

    private Asset(byte[] bytes, String type, CachePolicy policy) {
        this.bytes = bytes;
        this.type = type;
        this.policy = policy;
        this.etag = '"' + Digests.sha256(bytes).substring(0, 32) + '"';
    }

    /**
     * Reads a resource beside this class.
     *
     * @throws IllegalStateException where there is none of that name
     */
    static Asset load(String resource, CachePolicy policy) {
        return new Asset(read(resource), typeOf(resource), policy);
    }

    /** The same for the page itself, which refers to the other files: from where it is served. */
    static Asset page(String resource, Location location) {
        String html = location.relocate(new String(read(resource), UTF_8));
        return new Asset(html.getBytes(UTF_8), typeOf(resource), CachePolicy.REVALIDATE);
    }

    private static byte[] read(String resource) {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The playground lacks its file " + resource);
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String typeOf(String resource) {
        return TYPES.getOrDefault(resource.substring(resource.lastIndexOf('.') + 1), TEXT);
    }

    HttpResponse answer(HttpRequest request) {
        HttpResponse response =
                isKnown(request.header("If-None-Match")) ? HttpResponse.empty(304) : HttpResponse.of(200, type, bytes);
        return policy.on(response).withHeader("ETag", etag);
    }

    private boolean isKnown(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::trim)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }
}

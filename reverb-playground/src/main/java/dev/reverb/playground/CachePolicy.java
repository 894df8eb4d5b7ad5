package dev.reverb.playground;

import dev.reverb.spi.transport.HttpResponse;

/** How long a browser may keep an answer (RFC 9111 section 5.2). */
enum CachePolicy {
    /** What depends on the moment or on who asks. */
    NEVER("no-store"),
    /** Our own files, which change with the server's version under the same path. */
    REVALIDATE("no-cache"),
    /** Files whose path names their version. */
    IMMUTABLE("public, max-age=31536000, immutable");

    private final String value;

    CachePolicy(String value) {
        this.value = value;
    }

    HttpResponse on(HttpResponse response) {
        return response.withHeader("Cache-Control", value);
    }
}

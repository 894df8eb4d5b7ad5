package dev.reverb.spi;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One {@code POST} to a webhook (Pusher Channels, "Webhooks"). Repeated unchanged, byte for byte, where an attempt fails.
 *
 * @param url where to
 * @param headers by name, in any case; some values are secret, and so is the signature
 * @param body JSON in UTF-8; not to be changed
 */
public record WebhookRequest(URI url, Map<String, String> headers, byte[] body) {

    /** How long an attempt may take, from its beginning to the end of the answer: ten seconds. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Copies the headers. */
    public WebhookRequest {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "WebhookRequest[" + url.getScheme() + "://" + url.getHost() + ", " + body.length + " bytes]";
    }
}

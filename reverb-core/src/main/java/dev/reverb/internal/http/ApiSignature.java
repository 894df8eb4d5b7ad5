package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.wire.QueryString;
import dev.reverb.spi.Ticker;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks who signed a request (Pusher HTTP API, "Authentication"): {@code auth_signature} is over the method, the path
 * without the server's prefix, and all other parameters, sorted, in their decoded form.
 */
final class ApiSignature {

    /** How far a request's timestamp may be off, in seconds. */
    static final int MAX_CLOCK_SKEW = 600;

    private final Ticker ticker;

    ApiSignature(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Checks a request.
     *
     * @param query the decoded parameters, their names in lower case
     * @throws ApiException 401, without a hint at what would have been right
     */
    void check(Application application, String method, String path, SortedMap<String, String> query, byte[] body) {
        String signature = query.get("auth_signature");
        if (!application.key().equals(query.get("auth_key"))) {
            throw unauthorized("auth_key is missing, unknown, or another application's");
        }
        if (!"1.0".equals(query.get("auth_version"))) {
            throw unauthorized("auth_version must be 1.0");
        }
        checkTimestamp(query.get("auth_timestamp"));
        checkBody(body, query.get("body_md5"));
        if (signature == null || !isSigned(application, method, path, parameters(query), signature)) {
            throw unauthorized("auth_signature is missing, or wrong");
        }
    }

    /** Where there is no body a digest may be left out; one that is there must be right, so that no signed body can be taken away. */
    private static void checkBody(byte[] body, @Nullable String md5) {
        boolean right =
                md5 == null ? body.length == 0 : Signatures.equal(Signatures.md5(body), md5.toLowerCase(Locale.ROOT));
        if (!right) {
            throw unauthorized("body_md5 is missing, or not the body's");
        }
    }

    private static boolean isSigned(
            Application application, String method, String path, String parameters, String signature) {
        if (Signatures.verify(application.secret(), method + "\n" + path + "\n" + parameters, signature)) {
            return true;
        }
        // Some publishers sign the path before they escape it.
        String decoded = path.indexOf('%') < 0 ? null : QueryString.decode(path, false);
        return decoded != null
                && Signatures.verify(application.secret(), method + "\n" + decoded + "\n" + parameters, signature);
    }

    private static String parameters(SortedMap<String, String> query) {
        StringBuilder text = new StringBuilder(160);
        for (Map.Entry<String, String> parameter : query.entrySet()) {
            if (!parameter.getKey().equals("auth_signature")) {
                text.append(text.length() == 0 ? "" : "&")
                        .append(parameter.getKey())
                        .append('=')
                        .append(parameter.getValue());
            }
        }
        return text.toString();
    }

    private void checkTimestamp(@Nullable String timestamp) {
        long seconds;
        try {
            seconds = Long.parseLong(timestamp == null ? "" : timestamp);
        } catch (NumberFormatException notANumber) {
            throw unauthorized("auth_timestamp is missing, or no number");
        }
        long now = ticker.currentTimeMillis() / 1_000;
        if (seconds < now - MAX_CLOCK_SKEW || seconds > now + MAX_CLOCK_SKEW) {
            throw unauthorized("auth_timestamp is more than " + MAX_CLOCK_SKEW + " seconds off; check the clocks");
        }
    }

    private static ApiException unauthorized(String why) {
        return new ApiException(401, why);
    }
}

package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.auth.SignedText;
import dev.reverb.internal.wire.QueryParameters;
import dev.reverb.internal.wire.QueryString;
import dev.reverb.spi.Ticker;

/**
 * Checks who signed a request (Pusher HTTP API, "Authentication"): {@code auth_signature} is over the method, the path
 * without the server's prefix, and all other parameters, sorted, in their decoded form.
 */
final class ApiSignature {

    /** How far a request's timestamp may be off, in seconds. */
    static final int MAX_CLOCK_SKEW = 600;

    private static final String SIGNATURE = "auth_signature";

    private final Ticker ticker;

    ApiSignature(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Checks a request.
     *
     * @throws ApiException 401, without a hint at what would have been right
     */
    void check(Application application, String method, String path, QueryParameters query, byte[] body) {
        if (!query.has("auth_key", application.key())) {
            throw unauthorized("auth_key is missing, unknown, or another application's");
        }
        if (!query.has("auth_version", "1.0")) {
            throw unauthorized("auth_version must be 1.0");
        }
        checkTimestamp(query);
        checkBody(body, query);
        int signature = query.indexOf(SIGNATURE);
        if (signature < 0 || !isSigned(application, method, path, query, signature)) {
            throw unauthorized("auth_signature is missing, or wrong");
        }
    }

    /** Where there is no body a digest may be left out; one that is there must be right, so that no signed body can be taken away. */
    private static void checkBody(byte[] body, QueryParameters query) {
        int md5 = query.indexOf("body_md5");
        boolean right = md5 < 0
                ? body.length == 0
                : Signatures.isMd5(body, query.text(), query.valueFrom(md5), query.valueTo(md5));
        if (!right) {
            throw unauthorized("body_md5 is missing, or not the body's");
        }
    }

    private static boolean isSigned(
            Application application, String method, String path, QueryParameters query, int signature) {
        if (isSigned(application.secret(), method, path, query, signature)) {
            return true;
        }
        // Some publishers sign the path before they escape it.
        String decoded = path.indexOf('%') < 0 ? null : QueryString.decode(path, false);
        return decoded != null && isSigned(application.secret(), method, decoded, query, signature);
    }

    private static boolean isSigned(String secret, String method, String path, QueryParameters query, int signature) {
        SignedText text = SignedText.begin().add(method).add('\n').add(path).add('\n');
        boolean first = true;
        for (int i = 0; i < query.count(); i++) {
            if (i != signature) {
                if (!first) {
                    text.add('&');
                }
                first = false;
                add(text, query, query.nameFrom(i), query.nameTo(i));
                text.add('=');
                add(text, query, query.valueFrom(i), query.valueTo(i));
            }
        }
        return text.isSigned(secret, query.text(), query.valueFrom(signature), query.valueTo(signature));
    }

    private static void add(SignedText text, QueryParameters query, int from, int to) {
        if (query.isAscii()) {
            text.addAscii(query.text(), from, to);
        } else {
            text.add(query.text(), from, to);
        }
    }

    private void checkTimestamp(QueryParameters query) {
        long seconds = seconds(query);
        long now = ticker.currentTimeMillis() / 1_000;
        if (seconds < now - MAX_CLOCK_SKEW || seconds > now + MAX_CLOCK_SKEW) {
            throw unauthorized("auth_timestamp is more than " + MAX_CLOCK_SKEW + " seconds off; check the clocks");
        }
    }

    private static long seconds(QueryParameters query) {
        int timestamp = query.indexOf("auth_timestamp");
        if (timestamp >= 0) {
            try {
                return Long.parseLong(query.text(), query.valueFrom(timestamp), query.valueTo(timestamp), 10);
            } catch (NumberFormatException notANumber) {
                // As if it were not there.
            }
        }
        throw unauthorized("auth_timestamp is missing, or no number");
    }

    private static ApiException unauthorized(String why) {
        return new ApiException(401, why);
    }
}

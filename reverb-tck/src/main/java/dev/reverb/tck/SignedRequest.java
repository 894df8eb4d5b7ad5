package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.Application;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Builds a request of the Pusher HTTP API, signed as "Generating authentication signatures" says. What a hostile test
 * needs is possible too: any parameter can be replaced before the signature is made ({@link #parameter}), or behind its
 * back ({@link #tamper}, {@link #drop}, {@link #tamperBody}).
 *
 * <p>Not thread-safe.
 */
public final class SignedRequest {

    private final Application application;
    private final String method;
    private final String path;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<String, String> tampered = new LinkedHashMap<>();
    private String prefix = "";
    private byte[] body = {};
    private byte[] sentBody = {};

    private SignedRequest(Application application, String method, String path) {
        this.application = application;
        this.method = method;
        this.path = path;
        parameters.put("auth_key", application.key());
        parameters.put("auth_timestamp", Long.toString(FakeClock.START.getEpochSecond()));
        parameters.put("auth_version", "1.0");
    }

    /**
     * Begins a request, dated {@link FakeClock#START}.
     *
     * @param application whose key and secret to use
     * @param method such as {@code POST}
     * @param target the path, such as {@code /apps/my-app-id/events}, and behind a {@code ?} more parameters, percent-encoded
     * @return a builder
     */
    public static SignedRequest of(Application application, String method, String target) {
        int mark = target.indexOf('?');
        SignedRequest request = new SignedRequest(application, method, mark < 0 ? target : target.substring(0, mark));
        if (mark >= 0) {
            for (String parameter : target.substring(mark + 1).split("&")) {
                String[] pair = parameter.split("=", 2);
                request.parameter(decode(pair[0]), pair.length < 2 ? "" : decode(pair[1]));
            }
        }
        return request;
    }

    /**
     * Sets the body, and with it {@code body_md5}.
     *
     * @param newBody its bytes; not copied
     * @return this builder
     */
    public SignedRequest body(byte[] newBody) {
        body = newBody;
        sentBody = newBody;
        return parameter("body_md5", PusherAuth.md5(newBody));
    }

    /**
     * Sets the body, and with it {@code body_md5}.
     *
     * @param json its text, sent as UTF-8
     * @return this builder
     */
    public SignedRequest body(String json) {
        return body(json.getBytes(UTF_8));
    }

    /**
     * Dates the request.
     *
     * @param clock whose time of day to use
     * @return this builder
     */
    public SignedRequest at(FakeClock clock) {
        return timestamp(clock.currentTimeMillis() / 1_000);
    }

    /**
     * Dates the request.
     *
     * @param seconds since 1970-01-01 UTC
     * @return this builder
     */
    public SignedRequest timestamp(long seconds) {
        return parameter("auth_timestamp", Long.toString(seconds));
    }

    /**
     * Sets a parameter that is signed.
     *
     * @param name its name, not encoded
     * @param value its value, not encoded
     * @return this builder
     */
    public SignedRequest parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /**
     * Leaves a parameter out, before the signature is made.
     *
     * @param name its name
     * @return this builder
     */
    public SignedRequest without(String name) {
        parameters.remove(name);
        return this;
    }

    /**
     * Replaces or adds a parameter after the signature has been made; {@code auth_signature} too.
     *
     * @param name its name, not encoded
     * @param value its value, not encoded
     * @return this builder
     */
    public SignedRequest tamper(String name, String value) {
        tampered.put(name, encode(name) + "=" + encode(value));
        return this;
    }

    /**
     * Leaves a parameter out after the signature has been made; {@code auth_signature} too.
     *
     * @param name its name
     * @return this builder
     */
    public SignedRequest drop(String name) {
        tampered.put(name, "");
        return this;
    }

    /**
     * Replaces the body after {@code body_md5} and the signature have been made.
     *
     * @param otherBody what is sent
     * @return this builder
     */
    public SignedRequest tamperBody(String otherBody) {
        sentBody = otherBody.getBytes(UTF_8);
        return this;
    }

    /**
     * Puts the server's path prefix before the path; it is not signed.
     *
     * @param newPrefix such as {@code /ws}
     * @return this builder
     */
    public SignedRequest under(String newPrefix) {
        prefix = newPrefix;
        return this;
    }

    /**
     * The signature of what has been set so far.
     *
     * @return 64 hexadecimal digits
     */
    public String signature() {
        Map<String, String> sorted = new TreeMap<>();
        parameters.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), value));
        String query = sorted.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        return PusherAuth.hmac(application, method + "\n" + path + "\n" + query);
    }

    /**
     * The path and query that are sent.
     *
     * @return a request target, percent-encoded
     */
    public String target() {
        Map<String, String> query = new LinkedHashMap<>();
        parameters.forEach((name, value) -> query.put(name, encode(name) + "=" + encode(value)));
        query.put("auth_signature", "auth_signature=" + signature());
        query.putAll(tampered);
        query.values().removeIf(String::isEmpty);
        return prefix + path + "?" + String.join("&", query.values());
    }

    /**
     * The body that is sent.
     *
     * @return its bytes, possibly none
     */
    public byte[] body() {
        return sentBody;
    }

    /**
     * Signs the request.
     *
     * @return the request, with a {@code Content-Type} of JSON where it has a body
     */
    public InMemoryRequest build() {
        InMemoryRequest request = InMemoryRequest.of(method, target()).withBody(sentBody);
        return body.length == 0 ? request : request.withHeader("Content-Type", "application/json");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    /** The method and path; no parameters, since those hold the signature. */
    @Override
    public String toString() {
        return "SignedRequest[" + method + " " + path + "]";
    }
}

package dev.reverb.broadcasting.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.internal.auth.Signatures;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes signed requests that publish (Pusher HTTP API, "Generating authentication signatures", "Post event", "Post batch of events"), as
 * Pusher's SDKs do.
 *
 * @param endpoint the server, and what goes before all paths without being signed
 */
record EventRequest(URI endpoint, String appId, String key, String secret) {

    private static final ObjectMapper JSON = JsonMapper.shared();

    /** A request that is ready to go. */
    record Signed(URI uri, byte[] body) {}

    /** Publishes to all channels of a message. */
    Signed event(BroadcastMessage message, long timeMillis) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("channels", message.channels());
        return sign("events", put(body, message), timeMillis);
    }

    /** Publishes messages of one channel each. */
    Signed batch(List<BroadcastMessage> batch, long timeMillis) {
        List<Map<String, Object>> events = batch.stream()
                .map(message -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("channel", message.channels().get(0));
                    return put(body, message);
                })
                .toList();
        return sign("batch_events", Map.of("batch", events), timeMillis);
    }

    private static Map<String, Object> put(Map<String, Object> body, BroadcastMessage message) {
        body.put("name", message.event());
        body.put("data", message.data());
        message.exceptSocketId().ifPresent(id -> body.put("socket_id", id));
        return body;
    }

    private Signed sign(String route, Map<String, Object> content, long timeMillis) {
        byte[] body = JSON.writeValueAsBytes(content);
        String path = "/apps/" + appId + "/" + route;
        String query =
                "auth_key=" + key + "&auth_timestamp=" + timeMillis / 1_000 + "&auth_version=1.0&body_md5=" + md5(body);
        String signature = Signatures.sign(secret, ("POST\n" + path + "\n" + query).getBytes(UTF_8));
        return new Signed(URI.create(endpoint + path + "?" + query + "&auth_signature=" + signature), body);
    }

    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("This Java runtime lacks MD5", missing);
        }
    }

    /** Where to, and nothing of the credentials. */
    @Override
    public String toString() {
        return endpoint + "/apps/" + appId;
    }
}

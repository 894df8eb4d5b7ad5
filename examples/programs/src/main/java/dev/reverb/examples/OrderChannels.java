package dev.reverb.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who may listen to what, in an application of its own: the owner of an order hears {@code private-orders.{id}}. A real
 * application answers {@code POST /broadcasting/auth} with what {@link #authorize} returns, or with 403.
 */
public final class OrderChannels {

    private final String key;
    private final String secret;
    private final Map<String, String> ownerOfOrder;

    /**
     * Rules over some orders.
     *
     * @param key the application's key
     * @param secret the application's secret
     * @param ownerOfOrder user ids by order ids
     */
    public OrderChannels(String key, String secret, Map<String, String> ownerOfOrder) {
        this.key = key;
        this.secret = secret;
        this.ownerOfOrder = Map.copyOf(ownerOfOrder);
    }

    /**
     * Decides about a subscription.
     *
     * @param userId who asks
     * @param socketId the connection for which they ask
     * @param channel the channel's name
     * @return the {@code auth} to subscribe with, or empty where the user may not
     */
    public Optional<String> authorize(String userId, String socketId, String channel) {
        String prefix = "private-orders.";
        boolean owns =
                channel.startsWith(prefix) && userId.equals(ownerOfOrder.get(channel.substring(prefix.length())));
        return owns ? Optional.of(key + ":" + sign(socketId + ":" + channel)) : Optional.empty();
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", missing);
        }
    }
}

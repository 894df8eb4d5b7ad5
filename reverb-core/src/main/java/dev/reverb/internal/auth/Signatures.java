package dev.reverb.internal.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.Application;
import dev.reverb.channel.SocketId;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Makes and checks signatures (Pusher Channels, "Authentication signatures"). Any thread. */
public final class Signatures {

    private static final String HMAC = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();
    private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(() -> newInstance(Mac::getInstance, HMAC));
    private static final ThreadLocal<MessageDigest> MD5 =
            ThreadLocal.withInitial(() -> newInstance(MessageDigest::getInstance, "MD5"));

    private Signatures() {}

    private interface Factory<T> {
        T create(String algorithm) throws GeneralSecurityException;
    }

    private static <T> T newInstance(Factory<T> factory, String algorithm) {
        try {
            return factory.create(algorithm);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("This Java runtime lacks " + algorithm, missing);
        }
    }

    /** The lowercase hex HMAC-SHA256 of a text. */
    public static String sign(String secret, String text) {
        Mac mac = MAC.get();
        try {
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The secret cannot be used as a key", impossible);
        }
        return HEX.formatHex(mac.doFinal(text.getBytes(UTF_8)));
    }

    /** The lowercase hex MD5 of a request's body, as its signature covers it. */
    public static String md5(byte[] body) {
        return HEX.formatHex(MD5.get().digest(body));
    }

    /** Whether a text is signed by the secret. */
    public static boolean verify(String secret, String text, String signature) {
        return equal(sign(secret, text), signature);
    }

    /** Compares in a time that tells nothing about where two strings differ. */
    public static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(ISO_8859_1), given.getBytes(UTF_8));
    }

    /**
     * Signs a subscription: {@code KEY:SIG} with SIG over {@code socket_id:channel[:channel_data]}.
     *
     * @param channelData what goes beside it, or null
     */
    public static String signChannel(
            Application application, SocketId socketId, String channel, @Nullable String channelData) {
        return application.key() + ":" + sign(application.secret(), subscription(socketId, channel, channelData));
    }

    /**
     * Whether a subscription is signed as {@link #signChannel} does it.
     *
     * @param channelData what was sent beside it, or null
     */
    public static boolean verifyChannel(
            Application application, SocketId socketId, String channel, @Nullable String channelData, String auth) {
        int keyLength = application.key().length();
        return auth.length() > keyLength
                && auth.charAt(keyLength) == ':'
                && auth.startsWith(application.key())
                && verify(
                        application.secret(),
                        subscription(socketId, channel, channelData),
                        auth.substring(keyLength + 1));
    }

    private static String subscription(SocketId socketId, String channel, @Nullable String channelData) {
        return socketId + ":" + channel + (channelData == null ? "" : ":" + channelData);
    }
}

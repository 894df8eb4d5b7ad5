package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.Application;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as an application's own server does (Pusher Channels, "Auth signatures"). Written apart from the engine's
 * signatures on purpose, so that the two check each other.
 */
public final class PusherAuth {

    private PusherAuth() {}

    /**
     * Signs a subscription to a private channel.
     *
     * @param application whose key and secret to use
     * @param socketId the connection's id
     * @param channel the channel's name
     * @return the {@code auth} of the subscription, {@code key:signature}
     */
    public static String channel(Application application, String socketId, String channel) {
        return application.key() + ":" + hmac(application, socketId + ":" + channel);
    }

    /**
     * Signs a subscription to a presence channel.
     *
     * @param application whose key and secret to use
     * @param socketId the connection's id
     * @param channel the channel's name
     * @param channelData the very text that the subscription sends as {@code channel_data}
     * @return the {@code auth} of the subscription, {@code key:signature}
     */
    public static String channel(Application application, String socketId, String channel, String channelData) {
        return application.key() + ":" + hmac(application, socketId + ":" + channel + ":" + channelData);
    }

    /**
     * Signs a sign-in.
     *
     * @param application whose key and secret to use
     * @param socketId the connection's id
     * @param userData the very text that the sign-in sends as {@code user_data}
     * @return the {@code auth} of the sign-in, {@code key:signature}
     */
    public static String user(Application application, String socketId, String userData) {
        return application.key() + ":" + hmac(application, socketId + "::user::" + userData);
    }

    /**
     * The lower-case hexadecimal HMAC-SHA256 of a text.
     *
     * @param application whose secret to use
     * @param text what to sign
     * @return 64 digits
     */
    public static String hmac(Application application, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(application.secret().getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The lower-case hexadecimal MD5 of a body, for {@code body_md5}. */
    static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

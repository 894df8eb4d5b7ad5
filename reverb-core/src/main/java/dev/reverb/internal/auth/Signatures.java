package dev.reverb.internal.auth;

import dev.reverb.application.Application;
import dev.reverb.channel.SocketId;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes and checks signatures (Pusher Channels, "Authentication signatures"). Any thread. */
public final class Signatures {

    private static final int MD5_SIZE = 16;
    private static final ThreadLocal<Md5> MD5 = ThreadLocal.withInitial(Md5::new);

    private Signatures() {}

    private static final class Md5 {
        final MessageDigest digest;
        final byte[] hash = new byte[MD5_SIZE];

        Md5() {
            try {
                digest = MessageDigest.getInstance("MD5");
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("This Java runtime lacks MD5", missing);
            }
        }

        byte[] hash(byte[] body) {
            digest.update(body, 0, body.length);
            try {
                digest.digest(hash, 0, MD5_SIZE);
            } catch (DigestException impossible) {
                throw new IllegalStateException(impossible);
            }
            return hash;
        }
    }

    /** The lowercase hex HMAC-SHA256 of a text. */
    public static String sign(String secret, String text) {
        return SignedText.begin().add(text).sign(secret);
    }

    /** The same of a text that is UTF-8 already. */
    public static String sign(String secret, byte[] utf8) {
        return SignedText.begin().add(utf8).sign(secret);
    }

    /**
     * Whether a part of a text is the hex MD5 of a request's body, in any case, as its signature covers it. Takes the same
     * time wherever they differ.
     *
     * @param from where the part begins
     * @param to behind its end
     */
    public static boolean isMd5(byte[] body, String text, int from, int to) {
        byte[] hash = MD5.get().hash(body);
        if (Hex.equal(hash, MD5_SIZE, text, from, to)) {
            return true;
        }
        String lower = text.substring(from, to).toLowerCase(Locale.ROOT);
        return Hex.equal(hash, MD5_SIZE, lower, 0, lower.length());
    }

    /**
     * Signs a subscription: {@code KEY:SIG} with SIG over {@code socket_id:channel[:channel_data]}.
     *
     * @param socketId digits, a dot and digits; the caller has checked it
     * @param channelData what goes beside it, or null
     */
    public static String signChannel(
            Application application, String socketId, String channel, @Nullable String channelData) {
        return application.key() + ":"
                + subscription(socketId, channel, channelData).sign(application.secret());
    }

    /**
     * Whether a subscription is signed as {@link #signChannel} does it.
     *
     * @param channelData what was sent beside it, or null
     */
    public static boolean verifyChannel(
            Application application, SocketId socketId, String channel, @Nullable String channelData, String auth) {
        return verify(application, subscription(socketId.toString(), channel, channelData), auth);
    }

    private static boolean verify(Application application, SignedText text, String auth) {
        int keyLength = application.key().length();
        return auth.length() > keyLength
                && auth.charAt(keyLength) == ':'
                && auth.startsWith(application.key())
                && text.isSigned(application.secret(), auth, keyLength + 1, auth.length());
    }

    private static SignedText subscription(String socketId, String channel, @Nullable String channelData) {
        SignedText text = SignedText.begin().add(socketId).add(':').add(channel);
        return channelData == null ? text : text.add(':').add(channelData);
    }

    /**
     * Signs a user in: {@code KEY:SIG} with SIG over {@code socket_id::user::user_data}.
     *
     * @param socketId digits, a dot and digits; the caller has checked it
     * @param userData what goes beside it
     */
    public static String signUser(Application application, String socketId, String userData) {
        return application.key() + ":" + user(socketId, userData).sign(application.secret());
    }

    /**
     * Whether a sign-in is signed as {@link #signUser} does it.
     *
     * @param userData what was sent beside it
     */
    public static boolean verifyUser(Application application, SocketId socketId, String userData, String auth) {
        return verify(application, user(socketId.toString(), userData), auth);
    }

    private static SignedText user(String socketId, String userData) {
        return SignedText.begin().add(socketId).add("::user::").add(userData);
    }
}

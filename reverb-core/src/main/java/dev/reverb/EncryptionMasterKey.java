package dev.reverb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key that stands behind all encrypted channels of an application (Pusher Channels, "Encrypted channels"). Only the
 * application's side has it: those who publish, and those who authorize clients. Never the server: it passes on what it
 * cannot read. Immutable and safe for any thread.
 *
 * <p>Each channel has a key of its own, derived from this one: {@link #sharedSecret}. Whoever is authorized for a channel
 * knows its key from then on, so a client that may not listen any longer can be kept out by a new master key only.
 *
 * <p>{@link #toString()} and exceptions never tell it.
 */
public final class EncryptionMasterKey {

    /** Its length: {@value} bytes. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private EncryptionMasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a key as the Pusher SDKs take it, {@code encryptionMasterKeyBase64}. {@code openssl rand -base64 32} makes one.
     *
     * @param base64 {@value #LENGTH} bytes in base64 (RFC 4648, section 4)
     * @return the key
     * @throws IllegalArgumentException where it is not base64, or of another length
     */
    public static EncryptionMasterKey ofBase64(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException tellsACharacterOfIt) {
            throw new IllegalArgumentException("The encryption master key is not base64");
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "The encryption master key has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new EncryptionMasterKey(bytes);
    }

    /**
     * The key of one channel: SHA-256 over the channel's name in UTF-8 and the master key. Events are encrypted with it by
     * XSalsa20-Poly1305 (NaCl's secretbox).
     *
     * @param channel the channel
     * @return 32 bytes, the caller's own
     * @throws IllegalArgumentException where it is not an encrypted channel
     */
    public byte[] sharedSecret(ChannelName channel) {
        if (channel.type() != ChannelType.ENCRYPTED) {
            throw new IllegalArgumentException("Not an encrypted channel: \"" + channel + "\"");
        }
        MessageDigest digest = sha256();
        digest.update(channel.toString().getBytes(UTF_8));
        return digest.digest(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java platform has SHA-256", missing);
        }
    }

    /** Says what this is, and nothing of the key. */
    @Override
    public String toString() {
        return "EncryptionMasterKey[" + LENGTH + " bytes]";
    }
}

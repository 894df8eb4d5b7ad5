package dev.reverb.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A text that is, or is to be, signed with HMAC-SHA256, put together as UTF-8. Each thread has one, which it begins anew for
 * every text: so neither the text nor the keyed HMAC of an application is made for each request.
 */
public final class SignedText {

    private static final ThreadLocal<SignedText> OF_THREAD = ThreadLocal.withInitial(SignedText::new);
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_SIZE = 32;

    /** How many secrets have their HMAC kept, each at the place that its hash says. */
    private static final int KEPT_KEYS = 16;

    private static final int SMALL = 1_024;

    /** A buffer that one text has made larger than this does not stay. */
    private static final int LARGE = 16 * SMALL;

    /** What no text in UTF-8 has in it. */
    private static final byte[] NO_TEXT = {(byte) 0xff};

    private byte[] utf8 = new byte[SMALL];
    private int length;
    private final @Nullable Key[] keys = new Key[KEPT_KEYS];
    private final byte[] hash = new byte[HASH_SIZE];

    /** Not a record: those tell what they hold. */
    private static final class Key {
        final String secret;
        final Mac mac;

        Key(String secret, Mac mac) {
            this.secret = secret;
            this.mac = mac;
        }
    }

    private SignedText() {}

    /** The calling thread's, empty; good until it begins the next. */
    public static SignedText begin() {
        SignedText text = OF_THREAD.get();
        text.length = 0;
        if (text.utf8.length > LARGE) {
            text.utf8 = new byte[SMALL];
        }
        return text;
    }

    /** Appends a character, which must be ASCII. */
    public SignedText add(char ascii) {
        room(1);
        utf8[length++] = (byte) ascii;
        return this;
    }

    /** Appends a text. */
    public SignedText add(String text) {
        return add(text, 0, text.length());
    }

    /** Appends a part of a text, which must not begin or end amid a character. */
    public SignedText add(String text, int from, int to) {
        room(to - from);
        int end = length;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return addEncoded(text.substring(from, to));
            }
            utf8[end++] = (byte) c;
        }
        length = end;
        return this;
    }

    /** Appends a part of a text that is known to be ASCII, faster. */
    @SuppressWarnings("deprecation") // it drops the upper halves of characters, and here are none
    public SignedText addAscii(String ascii, int from, int to) {
        room(to - from);
        ascii.getBytes(from, to, utf8, length);
        length += to - from;
        return this;
    }

    private SignedText addEncoded(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        add(encoded);
        // A lone surrogate has been encoded as a question mark: the signature of a text with one there must not be good
        // for it.
        return new String(encoded, UTF_8).equals(text) ? this : add(NO_TEXT);
    }

    /** Appends a text that is UTF-8 already. */
    public SignedText add(byte[] encoded) {
        room(encoded.length);
        System.arraycopy(encoded, 0, utf8, length, encoded.length);
        length += encoded.length;
        return this;
    }

    private void room(int more) {
        if (utf8.length - length < more) {
            utf8 = Arrays.copyOf(utf8, Math.max(2 * utf8.length, length + more));
        }
    }

    /** The signature, in lowercase hex. */
    public String sign(String secret) {
        hash(secret);
        return Hex.format(hash, HASH_SIZE);
    }

    /**
     * Whether a part of a text is this one's signature in lowercase hex. Takes the same time wherever they differ.
     *
     * @param secret the secret
     * @param text what the signature stands in
     * @param from where it begins
     * @param to behind its end
     */
    public boolean isSigned(String secret, String text, int from, int to) {
        hash(secret);
        return Hex.equal(hash, HASH_SIZE, text, from, to);
    }

    private void hash(String secret) {
        try {
            Mac mac = keyed(secret);
            mac.update(utf8, 0, length);
            mac.doFinal(hash, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java runtime lacks " + HMAC + ", or refuses a key", impossible);
        }
    }

    private Mac keyed(String secret) throws GeneralSecurityException {
        int place = secret.hashCode() & KEPT_KEYS - 1;
        Key kept = keys[place];
        if (kept != null && kept.secret.equals(secret)) {
            return kept.mac;
        }
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
        keys[place] = new Key(secret, mac);
        return mac;
    }

    /** How long it is, not what it says: it may hold what was sent only to be signed. */
    @Override
    public String toString() {
        return "SignedText[" + length + " bytes]";
    }
}

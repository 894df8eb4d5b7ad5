package dev.reverb.server;

import dev.reverb.application.Application;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The credentials of one application.
 *
 * @param id its id
 * @param key its public key
 * @param secret its secret, which {@link #toString} does not show
 */
record Credentials(String id, String key, String secret) {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int KEY_LENGTH = 20;
    private static final int SECRET_LENGTH = 40;
    private static final int FINGERPRINT_LENGTH = 16;

    /** Makes credentials of the kind that Laravel makes: six digits, and letters and digits. */
    static Credentials generate(SecureRandom random) {
        String id = String.valueOf(100_000 + random.nextInt(900_000));
        return new Credentials(id, word(random, KEY_LENGTH), word(random, SECRET_LENGTH));
    }

    static Credentials of(Application application) {
        return new Credentials(application.id(), application.key(), application.secret());
    }

    private static String word(SecureRandom random, int length) {
        StringBuilder word = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return word.toString();
    }

    /**
     * A few digits of a hash, by which generated credentials are known again; the credentials do not follow from it.
     *
     * @return hexadecimal digits
     */
    String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((id + "\n" + key + "\n" + secret).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_LENGTH);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    public String toString() {
        return "Credentials[id=" + id + ", key=" + key + "]";
    }
}

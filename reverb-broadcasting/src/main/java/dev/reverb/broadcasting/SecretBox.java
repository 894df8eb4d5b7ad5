package dev.reverb.broadcasting;

import java.security.SecureRandom;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * NaCl's {@code crypto_secretbox}: XSalsa20 with Poly1305. The first 32 bytes of the key stream are the one-time key of the
 * authenticator, which goes before what it authenticates.
 */
final class SecretBox {

    static final int NONCE_LENGTH = 24;
    static final int TAG_LENGTH = 16;
    private static final int MAC_KEY_LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretBox() {}

    /** A random one: 24 bytes are enough for none ever to come twice. */
    static byte[] nonce() {
        byte[] nonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /**
     * Encrypts.
     *
     * @param nonce {@value #NONCE_LENGTH} bytes
     * @param key 32 bytes
     * @return the authenticator and the cipher text
     */
    static byte[] seal(byte[] plain, byte[] nonce, byte[] key) {
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] macKey = new byte[MAC_KEY_LENGTH];
        stream.processBytes(macKey, 0, MAC_KEY_LENGTH, macKey, 0);
        byte[] box = new byte[TAG_LENGTH + plain.length];
        stream.processBytes(plain, 0, plain.length, box, TAG_LENGTH);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(macKey));
        mac.update(box, TAG_LENGTH, plain.length);
        mac.doFinal(box, 0);
        return box;
    }
}

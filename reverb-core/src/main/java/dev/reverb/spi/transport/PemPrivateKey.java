package dev.reverb.spi.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a private key of any of the forms that OpenSSL writes. */
final class PemPrivateKey {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private PemPrivateKey() {}

    /** The first key in a file. */
    static PrivateKey read(Path file, char @Nullable [] passphrase) throws IOException {
        byte @Nullable [] curve = null;
        for (PemBlock block : PemBlock.read(file)) {
            if (block.label().equals("EC PARAMETERS")) {
                curve = block.bytes();
            } else if (block.isPrivateKey()) {
                return decode(file, block, curve, passphrase);
            }
        }
        throw new IOException(file + ": there is no private key in this file");
    }

    private static PrivateKey decode(Path file, PemBlock block, byte @Nullable [] curve, char @Nullable [] passphrase)
            throws IOException {
        if (!isEncrypted(block)) {
            return key(file, pkcs8(file, block.label(), block.bytes(), curve), false);
        }
        if (passphrase == null) {
            throw new IOException(file + ": the private key is encrypted; give its passphrase");
        }
        try {
            byte[] plain = EncryptedKey.decrypt(block, passphrase);
            return key(file, pkcs8(file, block.label(), plain, curve), true);
        } catch (EncryptedKey.UnknownCipherException unknown) {
            throw new IOException(
                    file + ": the private key's encryption is unknown to the JDK: " + unknown.getMessage(), unknown);
        } catch (GeneralSecurityException wrong) {
            throw new IOException(file + ": the passphrase of the private key is wrong", wrong);
        }
    }

    private static boolean isEncrypted(PemBlock block) {
        return block.label().startsWith("ENCRYPTED ") || block.dekInfo() != null;
    }

    private static byte[] pkcs8(Path file, String label, byte[] key, byte @Nullable [] curve) throws IOException {
        return switch (label) {
            case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY" -> key;
            case "RSA PRIVATE KEY" -> Der.pkcs8OfRsa(key);
            case "EC PRIVATE KEY" -> {
                try {
                    yield Der.pkcs8OfEc(key, curve);
                } catch (IOException unreadable) {
                    throw new IOException(file + ": the private key cannot be read", unreadable);
                }
            }
            default -> throw new IOException(file + ": a " + label + " is not supported; convert it to PKCS#8");
        };
    }

    private static PrivateKey key(Path file, byte[] pkcs8, boolean encrypted) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException another) {
                // The next one may know it.
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("Every Java platform has " + algorithm, missing);
            }
        }
        // What a wrong passphrase decrypts may look whole by chance.
        throw new IOException(file
                + (encrypted
                        ? ": the passphrase of the private key is wrong, or its kind unknown to the JDK"
                        : ": the private key cannot be read, or its kind is unknown to the JDK"));
    }
}

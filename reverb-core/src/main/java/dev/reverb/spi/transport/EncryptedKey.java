package dev.reverb.spi.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Takes the encryption off a private key. */
final class EncryptedKey {

    private static final String PBES2 = "1.2.840.113549.1.5.13";

    private EncryptedKey() {}

    /** The JDK does not have what the key was encrypted with. */
    static final class UnknownCipherException extends GeneralSecurityException {
        @Serial
        private static final long serialVersionUID = 1L;

        UnknownCipherException(String cipher, @Nullable Throwable cause) {
            super(cipher, cause);
        }
    }

    /** Decrypts a block; fails where the passphrase does not fit, as far as that shows. */
    static byte[] decrypt(PemBlock block, char[] passphrase) throws GeneralSecurityException {
        String dekInfo = block.dekInfo();
        return dekInfo == null
                ? decryptPkcs8(block.bytes(), passphrase)
                : decryptOld(block.bytes(), dekInfo, passphrase);
    }

    /** PKCS#8 (RFC 5958), by PBES1 or PBES2 (RFC 8018). */
    private static byte[] decryptPkcs8(byte[] bytes, char[] passphrase) throws GeneralSecurityException {
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(bytes);
        } catch (IOException broken) {
            throw new UnknownCipherException("not a PKCS#8 key", broken);
        }
        String name = info.getAlgName();
        // The JDK names the parts of PBES2 only in the text of its parameters.
        String algorithm = name.equals("PBES2") || name.equals(PBES2) ? String.valueOf(info.getAlgParameters()) : name;
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            Key key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return cipher.doFinal(info.getEncryptedData());
        } catch (NoSuchAlgorithmException unknown) {
            throw new UnknownCipherException(algorithm, unknown);
        } finally {
            spec.clearPassword();
        }
    }

    /** OpenSSL's traditional form: {@code DEK-Info: AES-256-CBC,<initialization vector>}, the key made with MD5. */
    private static byte[] decryptOld(byte[] bytes, String dekInfo, char[] passphrase) throws GeneralSecurityException {
        String[] parts = dekInfo.split(",", 2);
        String cipherName = parts[0].toUpperCase(Locale.ROOT);
        int keySize = switch (cipherName) {
            case "AES-128-CBC" -> 16;
            case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
            case "AES-256-CBC" -> 32;
            default -> throw new UnknownCipherException(cipherName, null);
        };
        byte[] vector;
        try {
            vector = HexFormat.of().parseHex(parts.length < 2 ? "" : parts[1]);
        } catch (IllegalArgumentException broken) {
            throw new UnknownCipherException(cipherName, broken);
        }
        boolean aes = cipherName.startsWith("AES");
        Cipher cipher = Cipher.getInstance(aes ? "AES/CBC/PKCS5Padding" : "DESede/CBC/PKCS5Padding");
        byte[] key = stretch(passphrase, Arrays.copyOf(vector, 8), keySize);
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, aes ? "AES" : "DESede"), new IvParameterSpec(vector));
        return cipher.doFinal(bytes);
    }

    /** OpenSSL's {@code EVP_BytesToKey} with MD5 and one round. */
    private static byte[] stretch(char[] passphrase, byte[] salt, int size) throws NoSuchAlgorithmException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        ByteBuffer password = UTF_8.encode(CharBuffer.wrap(passphrase));
        byte[] key = new byte[size];
        byte @Nullable [] block = null;
        for (int made = 0; made < size; made += block.length) {
            if (block != null) {
                md5.update(block);
            }
            md5.update(password.duplicate());
            block = md5.digest(salt);
            System.arraycopy(block, 0, key, made, Math.min(block.length, size - made));
        }
        return key;
    }
}

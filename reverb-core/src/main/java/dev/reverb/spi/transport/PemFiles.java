package dev.reverb.spi.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a chain of certificates and its key, and sees that they belong together. */
final class PemFiles {

    private static final byte[] ANYTHING = {1, 2, 3, 4};

    private PemFiles() {}

    /** A key store in memory with this one entry. */
    static KeyStore read(Path certificates, Path privateKey, char @Nullable [] passphrase, char[] password)
            throws IOException {
        Certificate[] chain = chain(certificates);
        PrivateKey key = PemPrivateKey.read(privateKey, passphrase);
        if (!belongTogether(chain[0].getPublicKey(), key)) {
            throw new IOException(privateKey + ": the key is not that of the certificate in " + certificates);
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key, password, chain);
            return store;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(
                    certificates + ": the certificates are not a chain, each signed by the next", unusable);
        }
    }

    private static Certificate[] chain(Path file) throws IOException {
        List<Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemBlock.read(file)) {
                if (block.isCertificate()) {
                    chain.add(factory.generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException broken) {
            throw new IOException(file + ": certificate " + (chain.size() + 1) + " in it cannot be read", broken);
        }
        if (chain.isEmpty()) {
            throw new IOException(file + ": there is no certificate in this file");
        }
        return chain.toArray(Certificate[]::new);
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            signature.update(ANYTHING);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }
}

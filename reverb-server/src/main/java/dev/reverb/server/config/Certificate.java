package dev.reverb.server.config;

import java.nio.file.Path;
import java.util.Optional;

/** Where the certificate of a server with TLS is. The files exist and can be read; what is in them is not known yet. */
public sealed interface Certificate {

    /**
     * PEM files.
     *
     * @param chain the certificate, and the chain above it
     * @param key the private key; may be the same file
     * @param passphrase what the key is encrypted with
     */
    record Pem(Path chain, Path key, Optional<String> passphrase) implements Certificate {
        @Override
        public String toString() {
            return "Pem[chain=" + chain + ", key=" + key + "]";
        }
    }

    /**
     * A PKCS#12 or JKS keystore.
     *
     * @param file the keystore
     * @param passphrase what the keystore and its key are encrypted with
     */
    record KeyStore(Path file, Optional<String> passphrase) implements Certificate {
        @Override
        public String toString() {
            return "KeyStore[file=" + file + "]";
        }
    }
}

package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.TlsCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for the loopback address that nobody but the test has signed, in a key store that the JDK's tool made. */
final class SelfSigned {

    static final String PASSPHRASE = "a test's own";

    private final Path keyStore;

    private SelfSigned(Path keyStore) {
        this.keyStore = keyStore;
    }

    static SelfSigned in(Path folder) throws IOException, InterruptedException {
        Path keyStore = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSPHRASE)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return new SelfSigned(keyStore);
    }

    Path keyStore() {
        return keyStore;
    }

    TlsCertificate certificate() {
        return TlsCertificate.keyStore(keyStore, PASSPHRASE.toCharArray());
    }

    /** What a client needs that trusts this certificate. */
    SSLContext trusting() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(keyStore)) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(in, PASSPHRASE.toCharArray());
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "server", own.getCertificate(own.aliases().nextElement()));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        }
    }
}

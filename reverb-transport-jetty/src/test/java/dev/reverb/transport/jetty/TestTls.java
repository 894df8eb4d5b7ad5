package dev.reverb.transport.jetty;

import dev.reverb.spi.transport.TlsCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code localhost}, and clients that trust it. The files are copies of those that the core tests with. */
final class TestTls {

    private TestTls() {}

    static TlsCertificate certificate() {
        return TlsCertificate.pem(file("chain.crt"), file("rsa.key"));
    }

    static SSLContext client() throws IOException {
        try (InputStream in = Files.newInputStream(file("ca.crt"))) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestTls.class.getResource("/tls/" + name))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

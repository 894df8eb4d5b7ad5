package dev.reverb.tck.transport;

import dev.reverb.spi.transport.TlsCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for {@code localhost}, for tests only: its key is public. And clients that trust it. */
public final class TestCertificate {

    private TestCertificate() {}

    /**
     * The certificate, its chain and its key, in PEM files.
     *
     * @return what a transport's TLS is tested with
     */
    public static TlsCertificate certificate() {
        return TlsCertificate.pem(file("chain.crt"), file("rsa.key"));
    }

    /**
     * The TLS of a client that trusts the certificate.
     *
     * @return a new context
     */
    public static SSLContext client() {
        try (InputStream in = open("ca.crt")) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * One of the files.
     *
     * @param name {@code chain.crt} with the certificate and the one that signed it, {@code rsa.key}, or {@code ca.crt}
     * @return a copy of it, deleted when the JVM ends
     */
    public static Path file(String name) {
        try (InputStream in = open(name)) {
            Path copy = Files.createTempFile("reverb-tck-", "-" + name);
            copy.toFile().deleteOnExit();
            Files.write(copy, in.readAllBytes());
            return copy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(TestCertificate.class.getResourceAsStream(name), name);
    }
}

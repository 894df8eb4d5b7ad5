package dev.reverb.spi.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were made by OpenSSL; see the README beside them. */
class TlsCertificateTest {

    private static final char[] PASSPHRASE = "correct-horse".toCharArray();
    private static final char[] WRONG = "battery-staple".toCharArray();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "rsa.crt, rsa.key",
        "chain.crt, rsa.key",
        "chain.crt, rsa-pkcs1.key",
        "both.pem, both.pem",
        "ec.crt, ec.key",
        "ec.crt, ec-sec1.key",
        "ec.crt, ec-sec1-bare.key",
        "ed25519.crt, ed25519.key"
    })
    void servesPemFiles(String certificate, String key) throws Exception {
        assertServes(TlsCertificate.pem(file(certificate), file(key)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa.key",
                "rsa-encrypted.key",
                "rsa-encrypted-pbes1.key",
                "rsa-pkcs1-encrypted.key",
                "rsa-pkcs1-encrypted-3des.key"
            })
    void servesEncryptedKeys(String key) throws Exception {
        assertServes(TlsCertificate.pem(file("chain.crt"), file(key), PASSPHRASE));
    }

    @Test
    void servesAKeyStore() throws Exception {
        assertServes(TlsCertificate.keyStore(file("rsa.p12"), PASSPHRASE));
    }

    @Test
    void keepsItsOwnCopyOfThePassphrase() throws Exception {
        char[] passphrase = PASSPHRASE.clone();
        TlsCertificate certificate = TlsCertificate.keyStore(file("rsa.p12"), passphrase);
        passphrase[0] = 'x';
        assertThat(certificate.sslContext()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-encrypted.key", "rsa-encrypted-pbes1.key", "rsa-pkcs1-encrypted.key"})
    void saysThatAPassphraseIsWrong(String key) throws Exception {
        assertRefused(
                TlsCertificate.pem(file("chain.crt"), file(key), WRONG), key, "passphrase of the private key is wrong");
    }

    @Test
    void saysThatAKeyStoresPassphraseIsWrong() throws Exception {
        assertRefused(TlsCertificate.keyStore(file("rsa.p12"), WRONG), "rsa.p12", "the passphrase is wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-encrypted.key", "rsa-pkcs1-encrypted.key"})
    void saysThatAPassphraseIsMissing(String key) throws Exception {
        assertRefused(TlsCertificate.pem(file("chain.crt"), file(key)), key, "is encrypted; give its passphrase");
    }

    @Test
    void saysThatACipherIsUnknown() throws Exception {
        assertRefused(
                TlsCertificate.pem(file("chain.crt"), file("rsa-encrypted-aria.key"), PASSPHRASE),
                "rsa-encrypted-aria.key",
                "encryption is unknown to the JDK");
    }

    @ParameterizedTest
    @CsvSource({"rsa.crt, ec.key", "ec.crt, rsa.key", "ca.crt, rsa.key", "ed25519.crt, ec.key"})
    void saysThatTheKeyIsAnothers(String certificate, String key) throws Exception {
        assertRefused(TlsCertificate.pem(file(certificate), file(key)), key, "not that of the certificate in");
    }

    @Test
    void saysWhatAFileLacks() throws Exception {
        assertRefused(TlsCertificate.pem(file("rsa.key"), file("rsa.key")), "rsa.key", "no certificate in this file");
        assertRefused(TlsCertificate.pem(file("rsa.crt"), file("rsa.crt")), "rsa.crt", "no private key in this file");
        assertRefused(TlsCertificate.keyStore(file("no-key.p12"), PASSPHRASE), "no-key.p12", "no private key");
        assertRefused(TlsCertificate.keyStore(file("rsa.crt"), PASSPHRASE), "rsa.crt", "not a key store");
    }

    @Test
    void saysThatAFileCannotBeRead() throws Exception {
        Path absent = folder.resolve("absent.pem");
        assertRefused(TlsCertificate.pem(absent, file("rsa.key")), "absent.pem", "no such file");
        assertRefused(TlsCertificate.pem(file("rsa.crt"), absent), "absent.pem", "no such file");
        assertRefused(TlsCertificate.keyStore(absent, PASSPHRASE), "absent.pem", "no such file");
        assertRefused(TlsCertificate.pem(folder, file("rsa.key")), folder.toString(), "a directory");
    }

    @ParameterizedTest
    @CsvSource({
        "CERTIFICATE, certificate 1 in it cannot be read",
        "PRIVATE KEY, the private key cannot be read",
        "RSA PRIVATE KEY, the private key cannot be read",
        "EC PRIVATE KEY, the private key cannot be read",
        "ENCRYPTED PRIVATE KEY, is unknown to the JDK",
        "OPENSSH PRIVATE KEY, convert it to PKCS#8"
    })
    void saysThatABlockIsBroken(String label, String message) throws Exception {
        for (String content : new String[] {"AAAA", "", "MIIB", "MIID/////w=="}) {
            Path broken = folder.resolve("broken.pem");
            Files.writeString(broken, "-----BEGIN " + label + "-----\n" + content + "\n-----END " + label + "-----\n");
            boolean certificate = label.equals("CERTIFICATE");
            assertRefused(
                    TlsCertificate.pem(
                            certificate ? broken : file("rsa.crt"), certificate ? file("rsa.key") : broken, PASSPHRASE),
                    "broken.pem",
                    message);
        }
    }

    private static void assertRefused(TlsCertificate certificate, String file, String message) {
        assertThatIOException()
                .isThrownBy(certificate::sslContext)
                .withMessageContaining(file)
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.getMessage())
                        .hasLineCount(1)
                        .doesNotContain("correct-horse")
                        .doesNotContain("battery-staple"));
        assertThat(certificate.toString()).doesNotContain("correct-horse").doesNotContain("battery-staple");
    }

    /** A client that trusts the certificate, or whoever signed it, gets through. */
    private static void assertServes(TlsCertificate certificate) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (SSLServerSocket listening = (SSLServerSocket)
                certificate.sslContext().getServerSocketFactory().createServerSocket(0)) {
            Future<Integer> received = executor.submit((Callable<Integer>) () -> {
                try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                    return accepted.getInputStream().read();
                }
            });
            try (SSLSocket client =
                    (SSLSocket) trusting().getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
                client.getOutputStream().write(42);
                client.getOutputStream().flush();
                assertThat(received.get()).isEqualTo(42);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (String name : new String[] {"rsa.crt", "ec.crt", "ed25519.crt"}) {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            try (InputStream in = Files.newInputStream(file(name))) {
                trusted.setCertificateEntry(name, factory.generateCertificate(in));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static Path file(String name) throws IOException {
        try {
            return Path.of(Objects.requireNonNull(TlsCertificateTest.class.getResource("/tls/" + name))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }
}

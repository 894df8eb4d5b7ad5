package dev.reverb.spi.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a server finds its certificate and private key: in PEM files, as certificate authorities, Laravel Herd and Valet
 * write them, or in a key store of the JDK. Transports take it to serve {@code https} and {@code wss}.
 *
 * <p>The files are read when {@link #sslContext} is called, not before. Immutable and safe for any thread. A passphrase is
 * copied, and appears in no message.
 */
public final class TlsCertificate {

    private final Path file;
    private final @Nullable Path privateKey;
    private final char @Nullable [] passphrase;

    private TlsCertificate(Path file, @Nullable Path privateKey, char @Nullable [] passphrase) {
        this.file = Objects.requireNonNull(file);
        this.privateKey = privateKey;
        this.passphrase = passphrase == null ? null : passphrase.clone();
    }

    /**
     * A certificate in PEM files whose key is not encrypted.
     *
     * @param certificates the server's certificate and behind it those that signed it, up to the root, which may be left
     *     out
     * @param privateKey its key: PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) or SEC 1 ({@code EC PRIVATE
     *     KEY}); may be the same file
     * @return the certificate
     */
    public static TlsCertificate pem(Path certificates, Path privateKey) {
        return new TlsCertificate(certificates, Objects.requireNonNull(privateKey), null);
    }

    /**
     * A certificate in PEM files whose key is encrypted, as {@code ENCRYPTED PRIVATE KEY} or with a {@code DEK-Info}
     * header. A key that turns out not to be encrypted is taken too.
     *
     * @param certificates as for {@link #pem(Path, Path)}
     * @param privateKey its key
     * @param passphrase what the key was encrypted with
     * @return the certificate
     */
    public static TlsCertificate pem(Path certificates, Path privateKey, char[] passphrase) {
        return new TlsCertificate(certificates, Objects.requireNonNull(privateKey), passphrase);
    }

    /**
     * A certificate in a key store, PKCS#12 or JKS. Where it has several, the JDK picks the one that the client can use.
     *
     * @param file the key store
     * @param passphrase of the store and of the keys in it
     * @return the certificate
     */
    public static TlsCertificate keyStore(Path file, char[] passphrase) {
        return new TlsCertificate(file, null, passphrase);
    }

    /**
     * Reads the files.
     *
     * @return a context for a server, with the JDK's protocols and ciphers
     * @throws IOException where a file cannot be read or used; the message is one line, names the file and says what is
     *     wrong with it
     */
    public SSLContext sslContext() throws IOException {
        char[] password = passphrase == null ? new char[0] : passphrase;
        KeyStore store = privateKey == null
                ? KeyStoreFile.read(file, password)
                : PemFiles.read(file, privateKey, passphrase, password);
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(file + ": the key cannot be used; is its passphrase the key store's?", unusable);
        }
    }

    /** Names the files; never the passphrase. */
    @Override
    public String toString() {
        return privateKey == null ? "TlsCertificate[" + file + "]" : "TlsCertificate[" + file + ", " + privateKey + "]";
    }
}

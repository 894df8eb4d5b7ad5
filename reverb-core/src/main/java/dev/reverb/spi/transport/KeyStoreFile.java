package dev.reverb.spi.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.util.Collections;

/** Reads a key store of the JDK, whatever its type. */
final class KeyStoreFile {

    private KeyStoreFile() {}

    static KeyStore read(Path file, char[] passphrase) throws IOException {
        check(file);
        KeyStore store;
        try {
            store = KeyStore.getInstance(file.toFile(), passphrase);
        } catch (KeyStoreException notOne) {
            throw new IOException(file + ": this is not a key store, neither PKCS#12 nor JKS", notOne);
        } catch (GeneralSecurityException broken) {
            throw new IOException(file + ": the key store cannot be read: " + broken.getMessage(), broken);
        } catch (IOException broken) {
            boolean wrong = broken.getCause() instanceof UnrecoverableKeyException;
            throw new IOException(
                    file + (wrong ? ": the passphrase is wrong" : ": the key store cannot be read"), broken);
        }
        if (!hasKey(store)) {
            throw new IOException(file + ": there is no private key in this key store");
        }
        return store;
    }

    private static boolean hasKey(KeyStore store) {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return true;
                }
            }
            return false;
        } catch (KeyStoreException notLoaded) {
            throw new IllegalStateException(notLoaded);
        }
    }

    /** Says what is wrong with a file that cannot even be opened. */
    static void check(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file + ": there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": this is a directory");
        }
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": this process may not read the file");
        }
    }
}

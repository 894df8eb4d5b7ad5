package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFinderTest {

    @TempDir
    Path directory;

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void withoutSettingsThereIsNoTls() throws Exception {
        assertThat(find()).isEmpty();
    }

    @Test
    void takesPemFilesOfTheWorkingDirectory() throws Exception {
        variables.put("REVERB_TLS_LOCAL_CERT", create("cert.pem").getFileName().toString());
        variables.put("REVERB_TLS_LOCAL_PK", create("key.pem").toString());
        variables.put("REVERB_TLS_PASSPHRASE", "s3cr3t");
        Certificate found = find().orElseThrow();
        assertThat(found)
                .isEqualTo(new Certificate.Pem(
                        directory.resolve("cert.pem"), directory.resolve("key.pem"), Optional.of("s3cr3t")));
        assertThat(found.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void onePemFileMayHaveBoth() throws Exception {
        Path both = create("both.pem");
        variables.put("REVERB_TLS_LOCAL_CERT", both.toString());
        assertThat(find()).contains(new Certificate.Pem(both, both, Optional.empty()));
    }

    @Test
    void takesAKeystore() throws Exception {
        Path store = create("store.p12");
        variables.put("REVERB_TLS_KEYSTORE", store.toString());
        variables.put("REVERB_TLS_PASSPHRASE", "s3cr3t");
        Certificate found = find().orElseThrow();
        assertThat(found).isEqualTo(new Certificate.KeyStore(store, Optional.of("s3cr3t")));
        assertThat(found.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void contradictionsAreErrors() throws Exception {
        variables.put("REVERB_TLS_LOCAL_PK", create("key.pem").toString());
        refuses("REVERB_TLS_LOCAL_PK: a private key without its certificate; set tls.local_cert too");
        variables.put("REVERB_TLS_LOCAL_CERT", create("cert.pem").toString());
        variables.put("REVERB_TLS_KEYSTORE", create("store.p12").toString());
        refuses("REVERB_TLS_KEYSTORE: give either a keystore or tls.local_cert");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        variables.put("REVERB_TLS_LOCAL_CERT", "missing.pem");
        refuses("REVERB_TLS_LOCAL_CERT: " + directory.resolve("missing.pem") + " cannot be read: no such file");
        variables.put("REVERB_TLS_LOCAL_CERT", ".");
        refuses("REVERB_TLS_LOCAL_CERT: " + directory.resolve(".") + " cannot be read: it is a directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Library/Application Support/Herd/config/valet/Certificates",
                ".config/herd/config/valet/Certificates",
                ".config/valet/Certificates",
                ".valet/Certificates"
            })
    void findsWhatHerdAndValetMade(String where) throws Exception {
        Path chain = create("home/" + where + "/shop.test.crt");
        Path key = create("home/" + where + "/shop.test.key");
        variables.put("REVERB_HOST", "shop.test");
        assertThat(find()).contains(new Certificate.Pem(chain, key, Optional.empty()));
        variables.put("REVERB_USE_TLS", "false");
        assertThat(find()).isEmpty();
        variables.put("REVERB_USE_TLS", "true");
        variables.put("REVERB_HOST", "https://shop.test:8080/x");
        assertThat(find()).contains(new Certificate.Pem(chain, key, Optional.empty()));
        Files.delete(key);
        variables.remove("REVERB_USE_TLS");
        assertThat(find()).isEmpty();
    }

    @Test
    void aHostnameWithoutACertificateMeansNoTls() throws Exception {
        variables.put("REVERB_HOST", "ws.example.com");
        assertThat(find()).isEmpty();
    }

    @Test
    void tlsWithoutACertificateIsAnError() {
        variables.put("REVERB_USE_TLS", "true");
        refuses("REVERB_USE_TLS: TLS needs a certificate: set tls.local_cert (REVERB_TLS_LOCAL_CERT)"
                + " or tls.keystore (REVERB_TLS_KEYSTORE)");
        variables.put("REVERB_HOST", "ws.example.com");
        refuses("REVERB_USE_TLS: TLS needs a certificate, and Herd and Valet have none for \"ws.example.com\": set"
                + " tls.local_cert (REVERB_TLS_LOCAL_CERT) or tls.keystore (REVERB_TLS_KEYSTORE)");
    }

    @Test
    void aCertificateKeepsTlsOnAndSaysSo() throws Exception {
        variables.put("REVERB_USE_TLS", "false");
        variables.put("REVERB_TLS_LOCAL_CERT", create("cert.pem").toString());
        assertThat(find()).isPresent();
        assertThat(configuration().warnings())
                .containsExactly(
                        "REVERB_USE_TLS: does not turn TLS off, since REVERB_TLS_LOCAL_CERT names a certificate");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, shop.test",
        "https://shop.test, shop.test",
        "../../etc/passwd, ''",
        "a..b, ''",
        "/etc/x, ''",
        "x/y, ''",
        "http://, ''",
        "http://[, ''",
        ".hidden, ''"
    })
    void aHostNameIsNothingElse(String hostname, String host) {
        assertThat(CertificateFinder.host(hostname).orElse("")).isEqualTo(host);
    }

    private Optional<Certificate> find() throws ConfigurationException {
        return new CertificateFinder(configuration(), directory, directory.resolve("home")).find();
    }

    private Configuration configuration() throws ConfigurationException {
        EnvironmentVariables environment = EnvironmentVariables.read(variables, directory.resolve("none"));
        return Configuration.load(environment, Optional.empty(), Map.of());
    }

    private void refuses(String message) {
        assertThatThrownBy(this::find)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    private Path create(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }
}

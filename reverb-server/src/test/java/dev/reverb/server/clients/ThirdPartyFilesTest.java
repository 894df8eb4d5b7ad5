package dev.reverb.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client libraries are the released files, byte for byte, and the notice lists every one of them. */
class ThirdPartyFilesTest {

    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| `[^`]+` \\| `([0-9a-f]{64})` \\|");

    static Stream<Path> vendorFolders() {
        return Stream.of(
                Path.of("../reverb-playground/src/main/resources/dev/reverb/playground/vendor"),
                Path.of("src/test/resources/dev/reverb/server/clients/vendor"));
    }

    @ParameterizedTest
    @MethodSource("vendorFolders")
    void everyFileHasTheChecksumOfItsRelease(Path vendor) throws IOException {
        assertThat(actual(vendor)).isNotEmpty().isEqualTo(listed(vendor));
    }

    private static Map<String, String> listed(Path vendor) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(vendor.resolve("THIRD-PARTY.md")));
        while (row.find()) {
            sums.put(row.group(1), row.group(2));
        }
        return sums;
    }

    private static Map<String, String> actual(Path vendor) throws IOException {
        Map<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(vendor)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = vendor.relativize(file).toString().replace('\\', '/');
                if (name.contains("/")) {
                    sums.put(name, sha256(Files.readAllBytes(file)));
                }
            }
        }
        return sums;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}

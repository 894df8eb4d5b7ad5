package dev.reverb.spi.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One block of a PEM file (RFC 7468, and RFC 1421 for the headers of old keys).
 *
 * @param label such as {@code CERTIFICATE}
 * @param dekInfo the value of the {@code DEK-Info} header, which says how the bytes are encrypted, or null
 * @param bytes what was in base64
 */
record PemBlock(String label, @Nullable String dekInfo, byte[] bytes) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern DEK_INFO = Pattern.compile("^DEK-Info:\\s*(\\S+)\\s*$", Pattern.MULTILINE);

    /** All blocks of a file in order; what lies between them is skipped. */
    static List<PemBlock> read(Path file) throws IOException {
        KeyStoreFile.check(file);
        Matcher matcher = BLOCK.matcher(Files.readString(file, ISO_8859_1));
        List<PemBlock> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(parse(file, matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static PemBlock parse(Path file, String label, String text) throws IOException {
        Matcher header = DEK_INFO.matcher(text);
        String dekInfo = header.find() ? header.group(1) : null;
        String base64 = text.lines().filter(line -> line.indexOf(':') < 0).reduce("", String::concat);
        try {
            return new PemBlock(label, dekInfo, Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException broken) {
            throw new IOException(file + ": the " + label + " in it is not base64", broken);
        }
    }

    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    @Override
    public String toString() {
        return "PemBlock[" + label + "]";
    }
}

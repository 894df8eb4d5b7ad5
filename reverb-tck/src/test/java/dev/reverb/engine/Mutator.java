package dev.reverb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes valid input a little, at random but the same way for the same seed. */
final class Mutator {

    /** What parsers trip over. */
    private static final List<String> SPICES = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "0",
            "1e9999",
            "9223372036854775808",
            "\\u0000",
            "\\ud800",
            "\\u00",
            "\0",
            "\n",
            "\u007F",
            "é",
            "😀",
            "%",
            "%2",
            "%00",
            "%FF",
            "+",
            "&",
            "=",
            "?",
            "/",
            "..",
            "#",
            ";",
            "pusher:",
            "pusher_internal:",
            "client-",
            "private-",
            "presence-",
            "private-encrypted-",
            "cache-",
            "#server-to-user-",
            "\"id\"",
            "\"watchlist\"",
            "\"event\"",
            "\"data\"",
            "\"channel\"",
            "\"channels\"",
            "auth_signature=",
            "body_md5=");

    private final Random random;

    Mutator(long seed) {
        random = new Random(seed);
    }

    /** One of several. */
    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** A changed copy, by one to four changes. */
    byte[] mutate(byte[] valid) {
        byte[] bytes = valid;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    /** A changed copy that is still text: bytes that are not UTF-8 are replaced. */
    String mutate(String valid) {
        return new String(mutate(valid.getBytes(UTF_8)), UTF_8);
    }

    private byte[] change(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
        return switch (random.nextInt(8)) {
            case 0 -> splice(bytes, at, at, pick(SPICES).getBytes(UTF_8));
            case 1 -> splice(bytes, at, end, pick(SPICES).getBytes(UTF_8));
            case 2 -> splice(bytes, at, end, new byte[0]);
            case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 4 -> splice(bytes, at, end, new byte[] {(byte) random.nextInt(256)});
            case 5 -> flip(bytes, at);
            case 6 -> Arrays.copyOf(bytes, at);
            default -> splice(bytes, random.nextInt(at + 1), at, Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private byte[] flip(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] inserted) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(bytes.length + inserted.length);
        spliced.write(bytes, 0, from);
        spliced.writeBytes(inserted);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }
}

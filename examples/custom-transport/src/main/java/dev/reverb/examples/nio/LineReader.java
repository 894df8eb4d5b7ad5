package dev.reverb.examples.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Collects lines, however they are cut on their way (RFC 9112 section 2.2). */
final class LineReader {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private final int room;
    private int taken;

    /**
     * A reader.
     *
     * @param room how many bytes its lines may have together, until it is {@linkplain #reset}
     */
    LineReader(int room) {
        this.room = room;
    }

    void reset() {
        taken = 0;
    }

    /** The next line without its end, or null where that has not arrived. */
    @Nullable
    String read(ByteBuffer bytes) throws Refusal {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (++taken > room) {
                throw Refusal.of(431, "The headers are larger than " + room + " bytes.");
            }
            if (next == '\n') {
                return end();
            }
            line.write(next);
        }
        return null;
    }

    private String end() throws Refusal {
        String text = line.toString(ISO_8859_1);
        line.reset();
        if (!text.endsWith("\r")) {
            throw Refusal.badRequest("A line does not end with CR LF.");
        }
        String content = text.substring(0, text.length() - 1);
        if (content.chars().anyMatch(LineReader::isControl)) {
            throw Refusal.badRequest("A line contains a control character.");
        }
        return content;
    }

    private static boolean isControl(int character) {
        return character < ' ' && character != '\t' || character == 0x7F;
    }
}

package dev.reverb.examples.nio;

import dev.reverb.spi.transport.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A request's body (RFC 9112 sections 6 and 7): of a length that was announced, or in chunks. */
final class RequestBody {

    private static final byte[] NOTHING = {};

    /** What a part has taken it never gives back: else many zeros would take their number squared to be found wrong. */
    private static final Pattern SIZE = Pattern.compile("0*+([0-9A-Fa-f]*+)[ \\t]*+(;.*)?");

    private final int limit;
    private final boolean chunked;
    private final LineReader lines = new LineReader(RequestHead.MAX_SIZE);
    private Step step;
    private byte[] bytes = NOTHING;
    private int length;

    /** How much of the body, or of the chunk, is still to come. */
    private int missing;

    /** What is read next. */
    private enum Step {
        CHUNK_SIZE,
        DATA,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    private RequestBody(int limit, boolean chunked, Step step) {
        this.limit = limit;
        this.chunked = chunked;
        this.step = step;
    }

    static RequestBody ofLength(long announced, int limit) throws Refusal {
        RequestBody body = new RequestBody(limit, false, announced == 0 ? Step.DONE : Step.DATA);
        body.expect(announced);
        return body;
    }

    static RequestBody chunked(int limit) {
        return new RequestBody(limit, true, Step.CHUNK_SIZE);
    }

    /** Announced is enough to refuse; what does not come needs no room. */
    private void expect(long announced) throws Refusal {
        if (announced > limit - length) {
            throw new Refusal(HttpResponse.payloadTooLarge(limit));
        }
        missing = (int) announced;
    }

    /** Takes what there is, and returns whether the body is whole. */
    boolean read(ByteBuffer in) throws Refusal {
        while (step != Step.DONE) {
            if (step == Step.DATA) {
                take(in);
                if (missing > 0) {
                    return false;
                }
                step = chunked ? Step.CHUNK_END : Step.DONE;
            } else {
                String line = lines.read(in);
                if (line == null) {
                    return false;
                }
                step = behind(line);
            }
        }
        return true;
    }

    /** What follows a line of the chunked coding. Extensions and trailers are read over. */
    private Step behind(String line) throws Refusal {
        switch (step) {
            case CHUNK_SIZE -> {
                expect(size(line));
                lines.reset();
                return missing == 0 ? Step.TRAILERS : Step.DATA;
            }
            case CHUNK_END -> {
                if (!line.isEmpty()) {
                    throw Refusal.badRequest("A chunk is longer than it says.");
                }
                return Step.CHUNK_SIZE;
            }
            default -> {
                return line.isEmpty() ? Step.DONE : Step.TRAILERS;
            }
        }
    }

    private static long size(String line) throws Refusal {
        var parts = SIZE.matcher(line);
        if (!parts.matches() || line.isEmpty() || parts.end(1) == 0) {
            throw Refusal.badRequest("A chunk has no size.");
        }
        String digits = parts.group(1);
        return digits.isEmpty() ? 0 : digits.length() > 15 ? Long.MAX_VALUE : Long.parseLong(digits, 16);
    }

    /** Makes room by what has arrived, not by what was announced. */
    private void take(ByteBuffer in) {
        int taken = Math.min(in.remaining(), missing);
        if (length + taken > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + taken, Math.min(2 * length, limit)));
        }
        in.get(bytes, length, taken);
        length += taken;
        missing -= taken;
    }

    /** The whole body. */
    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}

package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

/** Reads one response, as far as a publisher must (RFC 9112). Used again for each. */
final class HttpResponse {

    static final int INCOMPLETE = 0;
    static final int SENSELESS = -1;

    private static final int MAX_HEAD = 32 * 1024;
    private static final int NO_LENGTH = -1;
    private static final byte[] HEAD_END = ascii("\r\n\r\n");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] HTTP_1 = ascii("HTTP/1.");
    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding:");
    private static final byte[] CONNECTION = ascii("connection:");
    private static final byte[] CLOSE = ascii("close");
    private static final byte[] ERROR = ascii("\"error\"");

    private int status;
    private boolean closes;
    private boolean chunked;
    private int contentLength;
    private int bodyAt;

    int status() {
        return status;
    }

    /** Whether the server ends the connection after it. */
    boolean closes() {
        return closes;
    }

    /** Where the body begins. */
    int bodyAt() {
        return bodyAt;
    }

    /** Whether it is a 200 that does not tell of an error in its body, as some do. */
    boolean isSuccess(byte[] bytes, int end) {
        return status == 200 && Bytes.indexOf(bytes, bodyAt, end, ERROR) < 0;
    }

    /**
     * Reads what has come.
     *
     * @param ended whether nothing more will come
     * @return the length of a whole response, {@link #INCOMPLETE} or {@link #SENSELESS}
     */
    int read(byte[] bytes, int length, boolean ended) {
        int end = Bytes.indexOf(bytes, 0, length, HEAD_END);
        if (end < 0) {
            return length > MAX_HEAD ? SENSELESS : INCOMPLETE;
        }
        if (end < 12 || !Bytes.startsWith(bytes, 0, end, HTTP_1)) {
            return SENSELESS;
        }
        status = (int) Bytes.digits(bytes, 9, 3);
        closes = bytes[7] == '0';
        chunked = false;
        contentLength = NO_LENGTH;
        readHeaders(bytes, end);
        bodyAt = end + HEAD_END.length;
        return status < 0 ? SENSELESS : end(bytes, length, ended);
    }

    private void readHeaders(byte[] bytes, int end) {
        int line = 0;
        while (line < end) {
            int next = Bytes.indexOf(bytes, line, end + LINE_END.length, LINE_END);
            if (Bytes.startsWithIgnoringCase(bytes, line, next, CONTENT_LENGTH)) {
                contentLength = number(bytes, value(bytes, line + CONTENT_LENGTH.length, next), next, 10);
            } else if (Bytes.startsWithIgnoringCase(bytes, line, next, TRANSFER_ENCODING)) {
                chunked = true;
            } else if (Bytes.startsWithIgnoringCase(bytes, line, next, CONNECTION)) {
                closes = Bytes.startsWithIgnoringCase(bytes, value(bytes, line + CONNECTION.length, next), next, CLOSE);
            }
            line = next + LINE_END.length;
        }
    }

    private static int value(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at;
    }

    /** The number at the beginning of some text. */
    private static int number(byte[] bytes, int from, int end, int radix) {
        int number = 0;
        for (int i = from; i < end; i++) {
            int digit = Character.digit(bytes[i], radix);
            if (digit < 0) {
                break;
            }
            number = number * radix + digit;
        }
        return number;
    }

    private int end(byte[] bytes, int length, boolean ended) {
        if (status == 204 || status == 304) {
            return bodyAt;
        }
        if (chunked) {
            return endOfChunks(bytes, length);
        }
        if (contentLength == NO_LENGTH) {
            closes = true;
            return ended ? length : INCOMPLETE;
        }
        return length - bodyAt >= contentLength ? bodyAt + contentLength : INCOMPLETE;
    }

    private int endOfChunks(byte[] bytes, int length) {
        int at = bodyAt;
        while (true) {
            int line = Bytes.indexOf(bytes, at, length, LINE_END);
            if (line < 0) {
                return INCOMPLETE;
            }
            int size = number(bytes, at, line, 16);
            at = line + LINE_END.length + size + LINE_END.length;
            if (at > length || size < 0) {
                return INCOMPLETE;
            }
            if (size == 0) {
                return at;
            }
        }
    }
}

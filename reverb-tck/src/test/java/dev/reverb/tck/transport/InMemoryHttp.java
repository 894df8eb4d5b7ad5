package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.reverb.tck.InMemoryRequest;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Requests out of the bytes of an {@link InMemoryLink}: as much of HTTP as an honest client speaks. */
final class InMemoryHttp {

    /** Nobody announces as much and means it. */
    private static final int ABSURD = 400_000;

    private final boolean secure;
    private byte[] unread = {};
    private int position;

    InMemoryHttp(boolean secure) {
        this.secure = secure;
    }

    void add(byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(unread, position, unread.length - position);
        all.writeBytes(bytes);
        unread = all.toByteArray();
        position = 0;
    }

    byte[] rest() {
        return Arrays.copyOfRange(unread, position, unread.length);
    }

    /** The next request, or null where it has not arrived in full. */
    InMemoryRequest next() {
        int start = position;
        InMemoryRequest head = head();
        InMemoryRequest whole = head == null ? null : withBody(head);
        position = whole == null ? start : position;
        return whole;
    }

    private InMemoryRequest head() {
        String text = new String(unread, position, unread.length - position, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return null;
        }
        String[] lines = text.substring(0, end).split("\r\n");
        String[] requestLine = lines[0].split(" ");
        InMemoryRequest request =
                InMemoryRequest.of(requestLine[0], requestLine[1]).withTls(secure);
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            request = InMemoryUnderTest.withHeader(request, header[0], header[1].strip());
        }
        position += end + 4;
        return request;
    }

    private InMemoryRequest withBody(InMemoryRequest head) {
        if (head.header("Transfer-Encoding") != null) {
            return chunked(head);
        }
        int length = head.header("Content-Length") == null ? 0 : Integer.parseInt(head.header("Content-Length"));
        if (length > ABSURD) {
            return head.withBody(new byte[length]);
        }
        byte[] body = take(length);
        return body == null ? null : head.withBody(body);
    }

    private InMemoryRequest chunked(InMemoryRequest head) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String text = new String(rest(), ISO_8859_1);
            int end = text.indexOf("\r\n");
            if (end < 0) {
                return null;
            }
            int size = Integer.parseInt(text.substring(0, end), 16);
            position += end + 2;
            byte[] chunk = take(size + 2);
            if (chunk == null) {
                return null;
            }
            if (size == 0) {
                return head.withBody(body.toByteArray());
            }
            body.write(chunk, 0, size);
        }
    }

    private byte[] take(int length) {
        if (unread.length - position < length) {
            return null;
        }
        position += length;
        return Arrays.copyOfRange(unread, position - length, position);
    }
}

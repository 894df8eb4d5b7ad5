package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 answers off a {@link ClientLink}; what is sent is up to the test, byte by byte. */
final class HttpClientLink implements AutoCloseable {

    private final ClientLink link;
    private final byte[] buffer = new byte[8 * 1024];
    private int position;
    private int limit;

    HttpClientLink(ClientLink link) {
        this.link = link;
    }

    ClientLink link() {
        return link;
    }

    HttpClientLink send(String text) throws IOException {
        link.write(text.getBytes(UTF_8));
        return this;
    }

    /** Reads one answer with its body. */
    HttpAnswer receive() throws IOException {
        return receive(true);
    }

    /** Reads one answer; to a HEAD none has a body. */
    HttpAnswer receive(boolean withBody) throws IOException {
        String statusLine = line();
        // To a request of the first version servers may answer in it.
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw new AssertionError("Expected a status line\nbut was  " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.add(Map.entry(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip()));
        }
        HttpAnswer head = new HttpAnswer(status, headers, new byte[0]);
        boolean bodiless = !withBody || status < 200 || status == 204 || status == 304;
        return bodiless ? head : new HttpAnswer(status, headers, body(head));
    }

    private byte[] body(HttpAnswer head) throws IOException {
        if (head.header("transfer-encoding").filter("chunked"::equals).isPresent()) {
            return chunks();
        }
        return bytes(Integer.parseInt(
                head.header("content-length").orElseThrow(() -> new AssertionError("No length in " + head))));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(bytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = next(); b != '\n'; b = next()) {
            line.write(b);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("The server ended the connection within an answer, or before it");
        }
        return buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        return fill(LinkCase.DEADLINE);
    }

    private boolean fill(Duration timeout) throws IOException {
        position = 0;
        limit = 0;
        limit = Math.max(0, link.read(buffer, timeout));
        return limit > 0;
    }

    /** Whether anything arrives within a while; the end does too. */
    boolean arrives(Duration timeout) throws IOException {
        try {
            return position < limit || fill(timeout) || limit == 0;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    /** What was read beyond the answers. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(buffer, position, limit);
        position = limit;
        return rest;
    }

    /** Whether the server ends the connection, in order or by a reset, without sending more. */
    boolean isEnded() throws IOException {
        try {
            return position == limit && !fill();
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}

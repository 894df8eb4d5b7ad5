package dev.reverb.examples.nio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they are read, at once and byte by byte, and the answer to those that are not right. */
class RequestTest {

    private static final int LIMIT = 1_000;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private static NioRequest read(String text) throws Refusal {
        byte[] bytes = text.getBytes(ISO_8859_1);
        RequestHead head = new RequestHead();
        ByteBuffer whole = ByteBuffer.wrap(bytes);
        assertThat(head.read(whole)).isTrue();
        RequestBody body = head.body(LIMIT);
        assertThat(body.read(whole)).isTrue();
        assertThat(whole.hasRemaining()).isFalse();
        assertThat(bytewise(bytes)).isEqualTo(body.bytes());
        return new NioRequest(head, body.bytes(), "127.0.0.1");
    }

    private static byte[] bytewise(byte[] bytes) throws Refusal {
        RequestHead head = new RequestHead();
        RequestBody body = null;
        boolean done = false;
        for (byte b : bytes) {
            assertThat(done).isFalse();
            ByteBuffer one = ByteBuffer.wrap(new byte[] {b});
            if (body == null && head.read(one)) {
                body = head.body(LIMIT);
            }
            done = body != null && body.read(one);
            assertThat(one.hasRemaining()).isFalse();
        }
        assertThat(done).isTrue();
        return body.bytes();
    }

    private static void expectRefused(int status, String text) {
        assertThatExceptionOfType(Refusal.class)
                .as(text)
                .isThrownBy(() -> read(text))
                .satisfies(refusal -> assertThat(refusal.response().status()).isEqualTo(status))
                .satisfies(refusal ->
                        assertThat(Responses.closes(refusal.response())).isTrue());
    }

    private static String header(String header) {
        return GET + header + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
                    /,                          /,       none
                    /a%20b?,                    /a%20b,  ''
                    /a?x=1?y,                   /a,      x=1?y
                    http://host,                /,       none
                    http://host?x,              /,       x
                    HTTPS://host:8080/a?x=http://b/, /a, x=http://b/
                    *,                          /*,      none
                    """)
    void aTargetIsAPathAndAQuery(String target, String path, String query) throws Refusal {
        NioRequest request = read("OPTIONS " + target + " HTTP/1.1\r\nHost: host\r\n\r\n");
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "?x", "/a#b", "ftp://host/", "http://me@host/", "host:80", "/\u00e4", "http:///"})
    void aTargetOfAnotherFormIsRefused(String target) {
        expectRefused(400, "GET " + target + " HTTP/1.1\r\nHost: host\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | GET /
                    400 | GET  / HTTP/1.1
                    400 | GET / a HTTP/1.1
                    400 | GET / http/1.1
                    400 | GET / HTTP/1.10
                    400 | G(T / HTTP/1.1
                    501 | CONNECT host:80 HTTP/1.1
                    505 | GET / HTTP/2.0
                    505 | GET / HTTP/0.9
                    """)
    void aRequestLineOfAnotherFormIsRefused(int status, String line) {
        expectRefused(status, line + "\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No-Colon",
                ": value",
                "White : space",
                " Folded: line",
                "Host: b",
                "X: \u0000",
                "X: a\rb",
                "X: \u007f",
                "X\n"
            })
    void aHeaderThatCouldBeReadInTwoWaysIsRefused(String header) {
        expectRefused(400, header(header));
    }

    @Test
    void headersAreJoinedAndTheirNamesHaveNoCase() throws Refusal {
        NioRequest request = read(header("X-Many: \t one \r\nx-many:two\r\nX-Empty:\r\nX-Latin: \u00e4"));
        assertThat(request.header("X-MANY")).isEqualTo("one, two");
        assertThat(request.header("x-empty")).isEmpty();
        assertThat(request.header("X-Latin")).isEqualTo("\u00e4");
        assertThat(request.header("X-Absent")).isNull();
    }

    @Test
    void theHostIsRequiredSinceHttp11() throws Refusal {
        expectRefused(400, "GET / HTTP/1.1\r\n\r\n");
        assertThat(read("GET / HTTP/1.0\r\n\r\n").path()).isEqualTo("/");
    }

    @Test
    void emptyLinesBeforeARequestAreSkipped() throws Refusal {
        assertThat(read("\r\n\r\n" + GET + "\r\n").path()).isEqualTo("/");
    }

    @Test
    void aHeadHasALimit() throws Refusal {
        int rest = RequestHead.MAX_SIZE - header("X: ").length();
        assertThat(read(header("X: " + "x".repeat(rest))).header("X")).hasSize(rest);
        expectRefused(431, header("X: " + "x".repeat(rest + 1)));
    }

    @Test
    void headersHaveALimit() throws Refusal {
        assertThat(read(header("X: y\r\n".repeat(98) + "Z: z")).header("Z")).isEqualTo("z");
        expectRefused(431, header("X: y\r\n".repeat(99) + "Z: z"));
    }

    @ParameterizedTest
    @CsvSource({"5, 400", "0x5, 400", "-5, 400", "'', 400", "'5, 5', 400", "1001, 413", "9999999999999999999999, 413"})
    void aLengthThatIsNotTheBodysIsRefused(String length, int status) {
        String twice = length.equals("5") ? "Content-Length: 5\r\n" : "";
        expectRefused(status, POST + twice + "Content-Length: " + length + "\r\n\r\nhello");
    }

    @ParameterizedTest
    @CsvSource({"gzip, 400", "identity, 400", "'chunked, gzip', 400", "'gzip, chunked', 501", "'', 400"})
    void aTransferCodingThatIsNotChunkedIsRefused(String coding, int status) {
        expectRefused(status, POST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n");
    }

    @Test
    void chunksAndALengthAreAmbiguous() {
        expectRefused(400, POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n");
        expectRefused(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    private static String chunked(String chunks) {
        return POST + "Transfer-Encoding: CHUNKED\r\n\r\n" + chunks;
    }

    @Test
    void chunksAreJoined() throws Refusal {
        String chunks = "5\r\nhello\r\n00006 ; a=\"b\"\r\n world\r\n00;last\r\nX-Trailer: x\r\nY: y\r\n\r\n";
        assertThat(new String(read(chunked(chunks)).body(), UTF_8)).isEqualTo("hello world");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";a", "x", "-1", "0x1", " 1", "1 1"})
    void aSizeThatIsNoneIsRefused(String size) {
        expectRefused(400, chunked(size + "\r\na\r\n0\r\n\r\n"));
    }

    /** Not quick where each zero could be taken in two ways: then one such line keeps its loop for seconds. */
    @Test
    void aLongSizeThatIsNoneIsRefusedQuickly() {
        String size = "0".repeat(RequestHead.MAX_SIZE - 3) + "x";
        assertTimeoutPreemptively(Duration.ofSeconds(1), () -> expectRefused(400, chunked(size + "\r\n")));
    }

    @Test
    void aChunkThatIsLongerThanItSaysIsRefused() {
        expectRefused(400, chunked("1\r\nab\r\n0\r\n\r\n"));
    }

    @Test
    void chunksHaveTheLimitOfTheBody() throws Refusal {
        for (String fits : List.of("3e8\r\n" + "x".repeat(1_000), "3e7\r\n" + "x".repeat(999) + "\r\n1\r\nx")) {
            assertThat(read(chunked(fits + "\r\n0\r\n\r\n")).body()).hasSize(LIMIT);
        }
        expectRefused(413, chunked("3e9\r\n"));
        expectRefused(413, chunked("3e8\r\n" + "x".repeat(1_000) + "\r\n1\r\n"));
        expectRefused(413, chunked("ffffffffffffffffffff\r\n"));
    }

    @Test
    void trailersHaveTheLimitOfAHead() {
        expectRefused(431, chunked("0\r\n" + "X: y\r\n".repeat(RequestHead.MAX_SIZE / 6 + 1)));
    }

    @Test
    void onlyContinueCanBeExpected() throws Refusal {
        assertThat(read(header("Expect: 100-Continue")).head().expectsContinue())
                .isTrue();
        assertThat(read("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n").head().expectsContinue())
                .isFalse();
        expectRefused(417, header("Expect: miracles"));
    }

    @ParameterizedTest
    @CsvSource({
        "1.1, '', true",
        "1.1, 'close', false",
        "1.1, 'Upgrade, Close', false",
        "1.1, 'closed', true",
        "1.0, '', false",
        "1.0, 'x,Keep-Alive', true"
    })
    void aConnectionIsKeptAsItsVersionSays(String version, String options, boolean kept) throws Refusal {
        String request = "GET / HTTP/" + version + "\r\nHost: a\r\nConnection: " + options + "\r\n\r\n";
        assertThat(read(request).head().keepsAlive()).isEqualTo(kept);
    }
}

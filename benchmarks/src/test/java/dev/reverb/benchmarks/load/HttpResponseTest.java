package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpResponseTest {

    private final HttpResponse response = new HttpResponse();

    private int read(String text, boolean ended) {
        return response.read(ascii(text), text.length(), ended);
    }

    @Test
    void aResponseEndsWhereItsLengthSays() {
        String text = "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length:  2\r\n\r\n{}";

        for (int i = 0; i < text.length(); i++) {
            assertThat(read(text.substring(0, i), false)).isEqualTo(HttpResponse.INCOMPLETE);
        }
        assertThat(read(text + "more", false)).isEqualTo(text.length());
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.closes()).isFalse();
        assertThat(response.isSuccess(ascii(text), text.length())).isTrue();
    }

    @Test
    void chunksAreFollowedToTheLast() {
        String text = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n";

        for (int i = 0; i < text.length(); i++) {
            assertThat(read(text.substring(0, i), false)).isEqualTo(HttpResponse.INCOMPLETE);
        }
        assertThat(read(text, false)).isEqualTo(text.length());
    }

    @Test
    void withoutALengthTheEndOfTheStreamIsTheEnd() {
        String text = "HTTP/1.1 200 OK\r\n\r\n{}";

        assertThat(read(text, false)).isEqualTo(HttpResponse.INCOMPLETE);
        assertThat(read(text, true)).isEqualTo(text.length());
        assertThat(response.closes()).isTrue();
    }

    @Test
    void closingIsAnnouncedByHeaderOrVersion() {
        read("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", false);
        assertThat(response.closes()).isTrue();
        read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false);
        assertThat(response.closes()).isTrue();
        read("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", false);
        assertThat(response.closes()).isFalse();
    }

    @Test
    void anErrorMayHideInA200() {
        String text = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"error\":1}";

        assertThat(read(text, false)).isEqualTo(text.length());
        assertThat(response.isSuccess(ascii(text), text.length())).isFalse();
    }

    @Test
    void whatIsNoResponseMakesNoSense() {
        assertThat(read("SSH-2.0-OpenSSH\r\n\r\n", false)).isEqualTo(HttpResponse.SENSELESS);
        assertThat(read("HTTP/1.1 abc OK\r\n\r\n", false)).isEqualTo(HttpResponse.SENSELESS);
        assertThat(read("x".repeat(40_000), false)).isEqualTo(HttpResponse.SENSELESS);
    }
}

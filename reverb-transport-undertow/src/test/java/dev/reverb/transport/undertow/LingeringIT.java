package dev.reverb.transport.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.RawHttp;
import dev.reverb.tck.transport.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closed at once with bytes unread, the system would reset a connection, and the last words might be lost. */
class LingeringIT {

    private static final int LARGE = 4_000_000;

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private UndertowTransport transport = UndertowTransport.on("127.0.0.1", 0);

    @AfterEach
    void stop() {
        transport.stopAccepting();
        transport.stop();
        endpoint.close();
    }

    private static byte[] tooLarge() {
        byte[] message = new byte[LARGE];
        ByteBuffer.wrap(message).put((byte) 0x81).put((byte) 0xFF).putLong(message.length - 14);
        return message;
    }

    private void assertClosed(byte[] answer) {
        int close = new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
        assertThat(answer[close]).isEqualTo((byte) 0x88);
        assertThat((answer[close + 2] & 0xFF) << 8 | answer[close + 3] & 0xFF).isEqualTo(1009);
        assertThat(endpoint.connections().get(0).calls()).containsExactly("connect", "violation 1009", "disconnect");
    }

    @Test
    void aClientThatIsStillSendingReadsWhyItWasClosed() throws Exception {
        transport.start(endpoint);
        try (Socket client = new Socket("127.0.0.1", transport.port())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(RawHttp.upgrade("/app/key").getBytes(ISO_8859_1));
            client.getOutputStream().write(tooLarge());
            assertClosed(client.getInputStream().readAllBytes());
        }
    }

    @Test
    void soDoesOneOverTls() throws Exception {
        transport = transport.withTls(TestCertificate.certificate());
        transport.start(endpoint);
        try (Socket client = TestCertificate.client().getSocketFactory().createSocket("localhost", transport.port())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(RawHttp.upgrade("/app/key").getBytes(ISO_8859_1));
            client.getOutputStream().write(tooLarge());
            assertClosed(client.getInputStream().readAllBytes());
        }
    }

    @Test
    void aClientWhoseBodyIsTooLargeReadsSo() throws Exception {
        transport.start(endpoint);
        try (Socket client = new Socket("127.0.0.1", transport.port())) {
            client.setSoTimeout(10_000);
            OutputStream out = client.getOutputStream();
            out.write(("POST /apps/1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + LARGE + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
            try {
                out.write(new byte[LARGE]);
            } catch (IOException refused) {
                assertThat(refused).isNotNull();
            }
            assertThat(new String(client.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("larger than 1000000 bytes");
        }
    }
}

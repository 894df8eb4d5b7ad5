package dev.reverb.tck.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.ClientFrame;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Clients that break RFC 6455: each is told once with which code, and heard no more. */
abstract class ViolationCases extends KitCase {

    ViolationCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    /** Sends what is wrong and a message behind it, which must not be delivered. */
    private void expectViolation(int code, byte[]... wrong) throws IOException {
        WebSocketLink client = connect();
        RecordingHandler server = server();
        client.send(ClientFrame.join(wrong), ClientFrame.text("behind"));
        client.expectViolation(code);
        assertEnded(server, "violation " + code, "disconnect");
    }

    @Test
    void binaryIsRefused() throws IOException {
        expectViolation(1003, ClientFrame.binary(new byte[] {1, 2, 3}));
        if (framesItself()) {
            // A container may collect the fragments of such a message first.
            expectViolation(1003, ClientFrame.of(false, 2, new byte[0]));
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        for (String hex : List.of("80", "c3", "c080", "e08080", "eda080", "f08080af", "f4908080", "ff", "61e282")) {
            expectViolation(1007, ClientFrame.of(true, 1, HexFormat.of().parseHex(hex)));
        }
    }

    @Test
    void fragmentsThatAreNotUtf8TogetherAreRefused() throws IOException {
        expectViolation(
                1007, ClientFrame.of(false, 1, new byte[] {(byte) 0xE2}), ClientFrame.of(true, 0, new byte[] {'x'}));
    }

    @Test
    void framesWithoutAMaskAreRefused() throws IOException {
        expectViolation(1002, new byte[] {(byte) 0x81, 1, 'x'});
    }

    @Test
    void reservedBitsAreRefused() throws IOException {
        for (int bit : new int[] {0x40, 0x20, 0x10}) {
            byte[] frame = ClientFrame.text("x");
            frame[0] |= (byte) bit;
            expectViolation(1002, frame);
        }
    }

    @Test
    void reservedOpcodesAreRefused() throws IOException {
        for (int opcode : new int[] {3, 7, 11, 15}) {
            expectViolation(1002, ClientFrame.of(true, opcode, new byte[0]));
        }
    }

    @Test
    void controlFramesInFragmentsAreRefused() throws IOException {
        expectViolation(1002, ClientFrame.of(false, 9, new byte[0]));
        expectViolation(1002, ClientFrame.of(false, 8, new byte[0]));
    }

    @Test
    void longControlFramesAreRefused() throws IOException {
        expectViolation(1002, ClientFrame.ping("x".repeat(126)));
    }

    @Test
    void aContinuationOfNothingIsRefused() throws IOException {
        expectViolation(1002, ClientFrame.of(true, 0, "x".getBytes(UTF_8)));
        expectViolation(1002, ClientFrame.of(false, 0, "x".getBytes(UTF_8)));
    }

    @Test
    void aMessageWithinAMessageIsRefused() throws IOException {
        expectViolation(1002, ClientFrame.of(false, 1, "a".getBytes(UTF_8)), ClientFrame.text("b"));
    }

    @Test
    void closeFramesWithoutAValidCodeAreRefused() throws IOException {
        expectViolation(1002, ClientFrame.of(true, 8, new byte[] {3}));
        for (int code : new int[] {0, 999, 1004, 1006, 1015, 1100, 2999, 5000, 65_535}) {
            expectViolation(1002, ClientFrame.close(code, ""));
        }
        expectViolation(1002, ClientFrame.of(true, 8, new byte[] {3, (byte) 0xED}));
    }

    @Test
    void aCloseReasonThatIsNotUtf8IsRefused() throws IOException {
        byte[] wrong = ClientFrame.of(true, 8, new byte[] {3, (byte) 0xE8, (byte) 0xC3});
        if (framesItself()) {
            expectViolation(1007, wrong);
        } else {
            // Tomcat calls it a protocol error.
            connect().send(wrong).expectEnd();
            assertEnded(server(), "close 1007", "close 1002", "disconnect");
        }
    }

    @Test
    void whatCameBeforeAViolationIsDelivered() throws IOException {
        WebSocketLink client = connect();
        client.send(ClientFrame.text("before"), ClientFrame.binary(new byte[0]));
        assertEnded(server(), "text before", "violation 1003", "disconnect");
    }

    @Test
    void oneBadClientDoesNotTroubleOthers() throws IOException {
        WebSocketLink good = connect();
        RecordingHandler server = server();
        connect().send(ClientFrame.binary(new byte[1])).expectViolation(1003);
        connect().send(new byte[] {(byte) 0x81, 1, 'x'}).expectViolation(1002);
        good.text("still here");
        assertThat(calls(server, 1)).containsExactly("text still here");
    }
}

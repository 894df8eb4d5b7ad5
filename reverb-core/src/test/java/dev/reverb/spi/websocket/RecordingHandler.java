package dev.reverb.spi.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.ConnectionHandler;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, one line each; the reasons of violations apart, since only their codes are promised. */
class RecordingHandler implements ConnectionHandler {

    final List<String> calls = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        calls.add("text " + new String(utf8, offset, length, UTF_8));
    }

    @Override
    public void onPing(byte[] payload, int offset, int length) {
        calls.add("ping " + new String(payload, offset, length, UTF_8));
    }

    @Override
    public void onPong() {
        calls.add("pong");
    }

    @Override
    public void onClose(int code) {
        calls.add("close " + code);
    }

    @Override
    public void onViolation(int closeCode, String reason) {
        calls.add("violation " + closeCode);
        reasons.add(reason);
    }

    @Override
    public void onWritable() {
        throw new AssertionError("not a reader's");
    }

    @Override
    public void onDisconnect() {
        throw new AssertionError("not a reader's");
    }
}

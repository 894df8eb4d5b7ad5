package dev.reverb.engine;

import dev.reverb.spi.MetricsRecorder;
import java.util.ArrayList;
import java.util.List;

/** Writes every call down, except what is sent and received, which it sums up. */
final class RecordingMetrics implements MetricsRecorder {

    final List<String> calls = new ArrayList<>();
    int framesSent;
    long bytesSent;
    int messagesReceived;
    long bytesReceived;

    /** What was called since the last time. */
    List<String> take() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    @Override
    public void connectionOpened(String appId) {
        calls.add("opened " + appId);
    }

    @Override
    public void connectionRefused(int code) {
        calls.add("refused " + code);
    }

    @Override
    public void connectionClosed(String appId) {
        calls.add("closed " + appId);
    }

    @Override
    public void messageReceived(String appId, int bytes) {
        messagesReceived++;
        bytesReceived += bytes;
    }

    @Override
    public void messagesSent(String appId, int frames, long bytes) {
        framesSent += frames;
        bytesSent += bytes;
    }

    @Override
    public void eventPublished(String appId) {
        calls.add("published " + appId);
    }

    @Override
    public void rateLimited(String appId) {
        calls.add("rate limited " + appId);
    }

    @Override
    public void slowConsumerClosed(String appId, long droppedBytes) {
        calls.add("slow consumer " + appId + " " + droppedBytes);
    }

    @Override
    public void connectionPruned(String appId) {
        calls.add("pruned " + appId);
    }

    @Override
    public void publishRefused(String appId) {
        calls.add("publish refused " + appId);
    }
}

package dev.reverb.internal.channels;

import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.event.EventKind;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.ArrayDeque;

/**
 * What the segments of one application on one lane share, and lend to the few that have work at a moment: most channels are
 * silent, and keep neither log nor batch. All but the worker is touched on its lane only.
 */
final class SegmentLane {

    /** How many of each are kept for the next; what is lent beyond is made anew. */
    private static final int KEPT = 32;

    private final LaneWorker worker;
    private final String appId;
    private final MetricsRecorder metrics;
    private final ArrayDeque<ArrayDeque<LogEntry>> logs = new ArrayDeque<>();
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();

    SegmentLane(LaneWorker worker, String appId, MetricsRecorder metrics) {
        this.worker = worker;
        this.appId = appId;
        this.metrics = metrics;
    }

    LaneWorker worker() {
        return worker;
    }

    /** An empty log. */
    ArrayDeque<LogEntry> takeLog() {
        ArrayDeque<LogEntry> log = logs.poll();
        return log == null ? new ArrayDeque<>(4) : log;
    }

    /** Takes back a log that is empty again. */
    void giveBack(ArrayDeque<LogEntry> log) {
        if (logs.size() < KEPT) {
            logs.push(log);
        }
    }

    /** An empty batch. */
    Batch takeBatch() {
        Batch batch = batches.poll();
        return batch == null ? new Batch() : batch;
    }

    /** Takes back a batch that is empty again. */
    void giveBack(Batch batch) {
        if (batches.size() < KEPT) {
            batches.push(batch);
        }
    }

    /** Whether it is to be told who is sent what. */
    boolean tellsSent() {
        return worker.events().isWanted(EventKind.MESSAGE_SENT);
    }

    /** Tells that connections are sent frames, each all of them. */
    void tellSent(long[] socketKeys, EncodedFrame[] frames) {
        worker.events().tellSent(appId, socketKeys, frames);
    }

    /** Counts frames that have been handed to connections. */
    void countSent(int frames, long bytes) {
        metrics.messagesSent(appId, frames, bytes);
    }
}

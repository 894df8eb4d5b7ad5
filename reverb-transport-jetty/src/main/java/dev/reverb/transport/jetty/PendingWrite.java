package dev.reverb.transport.jetty;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.Callback;

/** A write that Jetty may finish within the call, or later and on any thread; only the latter is to be told. */
final class PendingWrite implements Callback, Runnable {

    enum Result {
        /** The call has not returned. */
        CALLING,
        WRITTEN,
        FAILED,
        /** The call has returned before the end. */
        PENDING
    }

    private final WritingConnection connection;

    private final AtomicReference<Result> result = new AtomicReference<>(Result.CALLING);

    PendingWrite(WritingConnection connection) {
        this.connection = connection;
    }

    /** To be asked once, behind the call; never {@link Result#CALLING}. */
    Result result() {
        result.compareAndSet(Result.CALLING, Result.PENDING);
        return result.get();
    }

    /** Told within Jetty's loop, so that the lane can go on at once. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded() {
        if (!result.compareAndSet(Result.CALLING, Result.WRITTEN)) {
            connection.onLane(this);
        }
    }

    @Override
    public void failed(Throwable cause) {
        result.compareAndSet(Result.CALLING, Result.FAILED);
        connection.endPoint.close(cause);
    }

    @Override
    public void run() {
        connection.written();
    }
}

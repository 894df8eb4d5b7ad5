package dev.reverb.internal.protocol;

import dev.reverb.application.Application;
import dev.reverb.event.ClosedBy;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.ConnectionListener;
import dev.reverb.internal.interception.Question;
import org.jspecify.annotations.Nullable;

/**
 * A connection that interceptors decide about: open, counted, not read, and not told that it is established. Should it close before
 * they have, it is counted out here and now, and the question is taken back. On the connection's lane.
 */
final class UndecidedConnection implements ConnectionListener {

    private final Connection connection;
    private final Runnable countOut;
    private @Nullable Question<?, ?> question;

    UndecidedConnection(Connection connection, Runnable countOut) {
        this.connection = connection;
        this.countOut = countOut;
        connection.transport().pauseReading();
        connection.attach(this);
    }

    void awaits(Question<?, ?> asked) {
        question = asked;
    }

    /** Nobody's yet, so that it is neither pinged nor counted in the application's figures. */
    @Override
    public @Nullable Application application() {
        return null;
    }

    @Override
    public void onText(byte[] utf8, int from, int length) {}

    @Override
    public void onIdle() {}

    @Override
    public void onPongTimeout() {}

    @Override
    public void onClosed(int code, String reason, ClosedBy by) {
        countOut.run();
        if (question != null) {
            question.cancel();
        }
        // The client's answer to the Close is to be read.
        connection.transport().resumeReading();
    }
}

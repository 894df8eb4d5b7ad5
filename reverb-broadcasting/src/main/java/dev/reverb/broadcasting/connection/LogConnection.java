package dev.reverb.broadcasting.connection;

import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what it is told into the log at INFO, data and all, and sends it nowhere: to see what an application broadcasts, while it is made. The
 * logger has this class's name.
 */
public final class LogConnection implements BroadcastConnection {

    private static final Logger LOG = LoggerFactory.getLogger(LogConnection.class);

    private LogConnection() {}

    /**
     * A connection to the log.
     *
     * @return a connection
     */
    public static LogConnection create() {
        return new LogConnection();
    }

    @Override
    public CompletionStage<Void> publish(BroadcastMessage message) {
        LOG.info(
                "Broadcasting {} on {}{} with {}",
                message.event(),
                String.join(", ", message.channels()),
                message.exceptSocketId().map(id -> " to others than " + id).orElse(""),
                message.data());
        return CompletableFuture.completedFuture(null);
    }
}

package dev.reverb.broadcasting.connection;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.ReverbServer;
import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.channel.SocketId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Publishes to a server in the same process, without HTTP. Never blocks. Safe for any thread. */
public final class LocalConnection implements BroadcastConnection {

    private final ReverbServer server;
    private final String appId;

    private LocalConnection(ReverbServer server, String appId) {
        this.server = server;
        this.appId = appId;
    }

    /**
     * A connection to a server.
     *
     * @param server the server; who started it closes it
     * @param appId the id of one of its applications
     * @return a connection
     */
    public static LocalConnection to(ReverbServer server, String appId) {
        return new LocalConnection(Objects.requireNonNull(server), Objects.requireNonNull(appId));
    }

    @Override
    public CompletionStage<Void> publish(BroadcastMessage message) {
        return answer(server.publish(appId, publication(message)));
    }

    /** {@value Publication#MAX_BATCH_SIZE}. */
    @Override
    public int maxBatchSize() {
        return Publication.MAX_BATCH_SIZE;
    }

    @Override
    public CompletionStage<Void> publishBatch(List<BroadcastMessage> batch) {
        return answer(server.publishBatch(
                appId, batch.stream().map(LocalConnection::publication).toList()));
    }

    private static Publication publication(BroadcastMessage message) {
        return new Publication(
                message.channels(),
                message.event(),
                message.data(),
                message.exceptSocketId().flatMap(SocketId::parse),
                Set.of());
    }

    private static CompletionStage<Void> answer(CompletionStage<?> published) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        published.whenComplete((result, failed) -> {
            if (failed == null) {
                answer.complete(null);
            } else {
                answer.completeExceptionally(translate(failed));
            }
        });
        return answer;
    }

    private static Throwable translate(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        return cause instanceof PublishException refused
                ? new BroadcastException(reasonOf(refused), "The server refuses it: " + refused.getMessage(), refused)
                : orElse(cause, failed);
    }

    private static Throwable orElse(@Nullable Throwable cause, Throwable failed) {
        return cause == null ? failed : cause;
    }

    private static Reason reasonOf(PublishException refused) {
        return switch (refused.reason()) {
            case UNKNOWN_APPLICATION, INVALID -> Reason.REFUSED;
            case TOO_LARGE -> Reason.TOO_LARGE;
            case RATE_LIMITED -> Reason.RATE_LIMITED;
            case UNAVAILABLE -> Reason.UNAVAILABLE;
        };
    }

    @Override
    public String toString() {
        return "LocalConnection[" + appId + "]";
    }
}

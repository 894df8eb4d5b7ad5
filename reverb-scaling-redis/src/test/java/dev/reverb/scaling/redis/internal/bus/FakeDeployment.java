package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.connection.Deployment;
import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.connection.SessionListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Connects when the test says so. */
final class FakeDeployment implements Deployment {

    final List<CompletableFuture<RedisSession>> attempts = new ArrayList<>();
    SessionListener listener;
    boolean shutdown;

    @Override
    public CompletionStage<RedisSession> connect(SessionListener newListener) {
        listener = newListener;
        CompletableFuture<RedisSession> attempt = new CompletableFuture<>();
        attempts.add(attempt);
        return attempt;
    }

    /** The last attempt succeeds. */
    FakeSession connect() {
        FakeSession session = new FakeSession();
        attempts.get(attempts.size() - 1).complete(session);
        return session;
    }

    /** The last attempt fails. */
    void refuse() {
        attempts.get(attempts.size() - 1).completeExceptionally(new IllegalStateException("refused"));
    }

    @Override
    public CompletionStage<Void> shutdown() {
        shutdown = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public String toString() {
        return "nowhere";
    }
}

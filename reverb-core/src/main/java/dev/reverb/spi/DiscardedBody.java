package dev.reverb.spi;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer's body to its end, so that the connection can be used again, and keeps nothing. One past {@value #MAX_BYTES}
 * bytes is read no further, and its connection closed; its status counts all the same.
 */
final class DiscardedBody implements BodySubscriber<Void> {

    static final int MAX_BYTES = 65_536;

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private int left = MAX_BYTES;

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        started.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        for (ByteBuffer buffer : part) {
            left -= Math.min(left + 1, buffer.remaining());
        }
        if (subscription == null) {
            return;
        }
        if (left < 0) {
            end.complete(null);
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable failed) {
        end.completeExceptionally(failed);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }
}

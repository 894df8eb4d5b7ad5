package dev.reverb.broadcasting.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer's body to its end, so that the connection can be used again, and keeps its beginning. One past {@value #MAX_BYTES} bytes is
 * read no further, and its connection closed.
 */
final class AnswerText implements BodySubscriber<String> {

    static final int MAX_BYTES = 65_536;
    static final int KEPT_BYTES = 512;

    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private @Nullable Subscription subscription;
    private int read;

    @Override
    public CompletionStage<String> getBody() {
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
            read += Math.min(buffer.remaining(), MAX_BYTES + 1 - read);
            byte[] kept = new byte[Math.min(buffer.remaining(), KEPT_BYTES - beginning.size())];
            buffer.get(kept);
            beginning.writeBytes(kept);
        }
        if (subscription == null) {
            return;
        }
        if (read > MAX_BYTES) {
            onComplete();
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable failed) {
        end.completeExceptionally(failed);
    }

    /** What is no printable text would garble a log. */
    @Override
    public void onComplete() {
        end.complete(beginning
                .toString(UTF_8)
                .replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ")
                .strip());
    }
}

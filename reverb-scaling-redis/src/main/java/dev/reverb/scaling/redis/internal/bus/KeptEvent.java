package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.KeptMessage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a followed cache channel keeps, as this node knows. Not thread-safe. */
final class KeptEvent {

    private final Ticker ticker;
    private byte @Nullable [] payload;
    private long until;

    KeptEvent(Ticker ticker) {
        this.ticker = ticker;
    }

    void take(byte[] newPayload, Duration time) {
        payload = newPayload;
        until = ticker.nanoTime() + time.toNanos();
    }

    void take(Optional<KeptMessage> kept) {
        if (kept.isPresent()) {
            take(kept.get().payload(), kept.get().timeLeft());
        } else {
            payload = null;
        }
    }

    void take(BusMessage message) {
        message.keepFor().ifPresent(time -> take(message.payload(), time));
    }

    Optional<KeptMessage> now() {
        byte[] kept = payload;
        long left = until - ticker.nanoTime();
        return kept == null || left <= 0
                ? Optional.empty()
                : Optional.of(new KeptMessage(kept, Duration.ofNanos(left)));
    }
}

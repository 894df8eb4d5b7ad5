package dev.reverb.internal.webhook;

import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.spi.WebhookSender;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends to {@link FakeHook}s by their address. Refuses to be called on a lane. */
final class FakeHooks implements WebhookSender {

    private final Map<URI, FakeHook> hooks = new HashMap<>();
    private int closed;

    FakeHook at(String url) {
        return hooks.computeIfAbsent(URI.create(url), unknown -> new FakeHook());
    }

    @Override
    public CompletionStage<WebhookResponse> send(WebhookRequest request) {
        boolean onLane = StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(LaneWorker.class.getName())));
        if (onLane) {
            throw new AssertionError("A webhook is sent on a lane");
        }
        return hooks.get(request.url()).receive(request);
    }

    @Override
    public void close() {
        closed++;
    }

    int closed() {
        return closed;
    }
}

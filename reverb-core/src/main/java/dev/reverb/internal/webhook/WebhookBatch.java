package dev.reverb.internal.webhook;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.WebhookRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events that go to a hook together, as every attempt sends them.
 *
 * @param since when the oldest of them was told, in the ticker's nanoseconds
 * @param source where they came from together; null for what happened on this server
 */
record WebhookBatch(
        WebhookRequest request,
        int size,
        long since,
        @Nullable ClusterFacts source) {

    private static final int AROUND_EVENTS = 64;

    /** One event of a batch: its JSON, when it was told, and with which others. */
    record Event(byte[] json, long since, @Nullable ClusterFacts source) {

        Event(byte[] json, long since) {
            this(json, since, null);
        }

        /** The hook has had it, or never will. */
        void end() {
            if (source != null) {
                source.end(1);
            }
        }
    }

    /**
     * Puts events together and signs them.
     *
     * @param timeMillis when the oldest of them was told, by the time of day
     * @param id tells the batch from others
     */
    static WebhookBatch of(Application application, Webhook hook, List<Event> events, long timeMillis, String id) {
        byte[] body = body(events, timeMillis);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "Reverb-Webhooks");
        headers.putAll(hook.headers());
        headers.put("Content-Type", "application/json");
        headers.put("X-Pusher-Key", application.key());
        headers.put("X-Pusher-Signature", Signatures.sign(application.secret(), body));
        headers.put("X-Reverb-Fact-Id", id);
        return new WebhookBatch(
                new WebhookRequest(hook.url(), headers, body),
                events.size(),
                events.get(0).since(),
                events.get(0).source());
    }

    /** The hook has had it, or never will. */
    void end() {
        if (source != null) {
            source.end(size);
        }
    }

    private static byte[] body(List<Event> events, long timeMillis) {
        int length = events.stream().mapToInt(event -> event.json().length + 1).sum();
        JsonBytes json = new JsonBytes(length + AROUND_EVENTS)
                .raw("{\"time_ms\":")
                .number(timeMillis)
                .raw(",\"events\":[");
        String comma = "";
        for (Event event : events) {
            json.raw(comma).raw(event.json());
            comma = ",";
        }
        return json.raw("]}").toByteArray();
    }
}

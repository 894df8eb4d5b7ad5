package dev.reverb.internal.webhook;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.WebhookRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Events that go to a hook together, as every attempt sends them.
 *
 * @param since when the oldest of them was told, in the ticker's nanoseconds
 */
record WebhookBatch(WebhookRequest request, int size, long since) {

    private static final int AROUND_EVENTS = 64;

    /** One event of a batch: its JSON, and when it was told. */
    record Event(byte[] json, long since) {}

    /**
     * Puts events together and signs them.
     *
     * @param timeMillis when the oldest of them was told, by the time of day
     */
    static WebhookBatch of(Application application, Webhook hook, List<Event> events, long timeMillis) {
        byte[] body = body(events, timeMillis);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", "Reverb-Webhooks");
        headers.putAll(hook.headers());
        headers.put("Content-Type", "application/json");
        headers.put("X-Pusher-Key", application.key());
        headers.put("X-Pusher-Signature", Signatures.sign(application.secret(), body));
        headers.put("X-Reverb-Fact-Id", UUID.randomUUID().toString());
        return new WebhookBatch(
                new WebhookRequest(hook.url(), headers, body),
                events.size(),
                events.get(0).since());
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

package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.FactsDue;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Terminate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What concerns applications as a whole, on a topic of each. Safe for any thread. */
final class Controls {

    private final Hub hub;
    private final KeySpace keys;
    private final Subscriber subscriber;
    private final Map<String, ControlTopic> byApplication = new ConcurrentHashMap<>();
    private final Map<String, ControlTopic> byTopic = new ConcurrentHashMap<>();

    Controls(Hub hub, KeySpace keys, Subscriber subscriber) {
        this.hub = hub;
        this.keys = keys;
        this.subscriber = subscriber;
    }

    /** Hears what concerns an application. */
    void use(String appId) {
        byApplication.computeIfAbsent(appId, id -> {
            ControlTopic control = new ControlTopic(id, hub);
            String topic = KeySpace.text(keys.home(id).control());
            byTopic.put(topic, control);
            if (subscriber.want(topic)) {
                // Released a moment ago, and Redis has not been told.
                control.settled();
            }
            return control;
        });
        // Not a tick later: who asks next may be asking for all servers.
        subscriber.send();
    }

    /** Hears no more of an application. */
    void release(String appId) {
        byApplication.computeIfPresent(appId, (id, control) -> {
            String topic = KeySpace.text(keys.home(id).control());
            byTopic.remove(topic);
            subscriber.forget(topic);
            control.settled();
            return null;
        });
    }

    @Nullable
    ControlTopic find(String appId) {
        return byApplication.get(appId);
    }

    /** Completes once this node hears what concerns an application; at once where it does not use it. */
    CompletionStage<Void> heard(String appId) {
        ControlTopic control = byApplication.get(appId);
        return control == null ? CompletableFuture.completedFuture(null) : control.heard();
    }

    /** Completes once this node hears what concerns any of the applications that it uses. */
    CompletionStage<Void> heard() {
        return CompletableFuture.allOf(byApplication.values().stream()
                .map(control -> control.heard().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    void onSubscribed(String topic) {
        ControlTopic control = byTopic.get(topic);
        if (control != null) {
            control.settled();
        }
    }

    void onMessage(String topic, TopicMessage message) {
        ControlTopic control = byTopic.get(topic);
        if (control == null) {
            return;
        }
        if (message.body() instanceof Terminate order) {
            control.queue().execute(() -> control.received(message, order));
        } else if (message.body() instanceof FactsDue due) {
            control.factsDue(keys, due);
        }
    }

    /** There is nobody to hear: whoever waits is answered. */
    void disconnected() {
        byApplication.values().forEach(ControlTopic::settled);
    }
}

package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.TopicMessage.FactsDue;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Terminate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What concerns an application as a whole: each order is told once. Runs in its {@link #queue}. */
final class ControlTopic {

    private final String appId;
    private final Hub hub;
    private final SerialQueue queue = new SerialQueue();
    private final SeenNumbers seen = new SeenNumbers();
    private final CompletableFuture<Void> heard = new CompletableFuture<>();

    ControlTopic(String appId, Hub hub) {
        this.appId = appId;
        this.hub = hub;
    }

    SerialQueue queue() {
        return queue;
    }

    /** Completes, for any thread, once what the others order is heard here for the first time, or there is nobody to hear. */
    CompletionStage<Void> heard() {
        return heard.copy();
    }

    /** Redis has confirmed the topic, or is away. For any thread. */
    void settled() {
        heard.complete(null);
    }

    /** An order has arrived on the topic. */
    void received(TopicMessage message, Terminate order) {
        if (message.sender().equals(hub.sender())) {
            hub.echoed(message.number());
        }
        terminate(message.sender(), message.number(), order.userId());
    }

    /** A node has left facts for the others. For any thread. */
    void factsDue(KeySpace keys, FactsDue due) {
        if (hub.rules(appId).mode() != FactRules.Mode.SILENT) {
            hub.factsDue(keys.bucket(appId, due.bucket()), due.millis());
        }
    }

    /** One of this node's own orders, which Redis cannot bring back. */
    void tellOwn(long number, String userId) {
        terminate(hub.sender(), number, userId);
    }

    private void terminate(NodeId sender, long number, String userId) {
        if (seen.isNew(sender.value(), number)) {
            hub.listener().onTerminate(appId, userId);
        }
    }
}

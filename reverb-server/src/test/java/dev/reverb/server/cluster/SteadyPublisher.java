package dev.reverb.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes one numbered event after the other through the nodes in turn, and through the next where one refuses or does not answer.
 * Acts on the loop's thread.
 */
final class SteadyPublisher {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ClientLoop loop;
    private final Nodes nodes;
    private final NodeApi api;
    private final EventLedger ledger;
    private final List<EventLedger.Published> published = new ArrayList<>();
    private int node;
    private boolean stopped;

    SteadyPublisher(ClientLoop loop, Nodes nodes, NodeApi api, EventLedger ledger) {
        this.loop = loop;
        this.nodes = nodes;
        this.api = api;
        this.ledger = ledger;
    }

    void begin() {
        publishNext();
    }

    void stop() {
        stopped = true;
    }

    /** Whether nothing is under way any more. */
    boolean isDone() {
        return stopped && published.stream().allMatch(event -> event.taken);
    }

    /** How many events there were. */
    int size() {
        return published.size();
    }

    /** How many of them were published again without knowing what had become of them. */
    long repeated() {
        return published.stream().filter(event -> event.repeated).count();
    }

    private void publishNext() {
        if (!stopped) {
            EventLedger.Published event =
                    ledger.next(Residents.CHANNELS.get(published.size() % Residents.CHANNELS.size()), "");
            published.add(event);
            publish(event);
        }
    }

    private void publish(EventLedger.Published event) {
        node = (node + 1) % nodes.size();
        api.publish(nodes.port(node), event.channel, Long.toString(event.number), "")
                .whenComplete((status, failure) -> loop.execute(() -> answered(event, status, failure)));
    }

    private void answered(EventLedger.Published event, Integer status, Throwable failure) {
        if (status != null && status == 200) {
            event.taken();
            loop.after(PAUSE, this::publishNext);
        } else {
            // A 503 has queued nothing, and nobody has heard what was sent to a port where nobody listens.
            event.repeated |= failure != null && !NodeApi.isRefused(failure);
            loop.after(PAUSE, () -> publish(event));
        }
    }
}

package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The names are a promise: a dashboard that is built on them goes on working. */
class MicrometerRecorderTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerRecorder recorder = new MicrometerRecorder(registry);

    private Map<String, Double> values() {
        return registry.getMeters().stream()
                .collect(Collectors.toMap(
                        meter -> meter.getId().getName() + meter.getId().getTags(), MicrometerRecorderTest::value));
    }

    private static double value(Meter meter) {
        return meter.measure().iterator().next().getValue();
    }

    @Test
    void countsEachFigureForItsApplication() {
        recorder.connectionOpened("shop");
        recorder.connectionOpened("shop");
        recorder.connectionClosed("shop");
        recorder.connectionPruned("shop");
        recorder.slowConsumerClosed("shop", 300);
        recorder.messageReceived("shop", 20);
        recorder.messagesSent("shop", 4, 400);
        recorder.rateLimited("shop");
        recorder.interceptionFailed("shop");
        recorder.eventPublished("shop");
        recorder.publishRefused("shop");
        recorder.connectionRefused(4001);
        recorder.connectionRefused(4001);
        recorder.webhookDelivered("shop", 100);
        recorder.webhookDelivered("shop", 7);
        recorder.webhookFailed("shop");
        recorder.webhookDropped("shop", 5);
        recorder.busEventReceived("shop");
        recorder.busEventReceived("shop");
        recorder.listenerEventsDropped(3);

        assertThat(values())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("reverb.connections[tag(app=shop)]", 1.0),
                        Map.entry("reverb.connections.opened[tag(app=shop)]", 2.0),
                        Map.entry("reverb.connections.pruned[tag(app=shop)]", 1.0),
                        Map.entry("reverb.connections.slow[tag(app=shop)]", 1.0),
                        Map.entry("reverb.connections.refused[tag(code=4001)]", 2.0),
                        Map.entry("reverb.data.dropped[tag(app=shop)]", 300.0),
                        Map.entry("reverb.data.received[tag(app=shop)]", 20.0),
                        Map.entry("reverb.data.sent[tag(app=shop)]", 400.0),
                        Map.entry("reverb.messages.received[tag(app=shop)]", 1.0),
                        Map.entry("reverb.messages.sent[tag(app=shop)]", 4.0),
                        Map.entry("reverb.interceptions.failed[tag(app=shop)]", 1.0),
                        Map.entry("reverb.messages.limited[tag(app=shop)]", 1.0),
                        Map.entry("reverb.events.published[tag(app=shop)]", 1.0),
                        Map.entry("reverb.events.refused[tag(app=shop)]", 1.0),
                        Map.entry("reverb.listeners.events.dropped[]", 3.0),
                        Map.entry("reverb.scaling.available[]", 1.0),
                        Map.entry("reverb.scaling.events.received[tag(app=shop)]", 2.0),
                        Map.entry("reverb.webhooks.delivered[tag(app=shop)]", 2.0),
                        Map.entry("reverb.webhooks.failed[tag(app=shop)]", 1.0),
                        Map.entry("reverb.webhooks.events.delivered[tag(app=shop)]", 107.0),
                        Map.entry("reverb.webhooks.events.dropped[tag(app=shop)]", 5.0)));
    }

    @Test
    void saysWhetherTheScalingBackEndIsThere() {
        assertThat(values()).containsEntry("reverb.scaling.available[]", 1.0);
        recorder.scalingAvailable(false);
        assertThat(values()).containsEntry("reverb.scaling.available[]", 0.0);
        recorder.scalingAvailable(true);
        assertThat(values()).containsEntry("reverb.scaling.available[]", 1.0);
    }

    @Test
    void keepsApplicationsApart() {
        recorder.eventPublished("shop");
        recorder.eventPublished("blog");
        recorder.eventPublished("blog");

        assertThat(values())
                .containsEntry("reverb.events.published[tag(app=shop)]", 1.0)
                .containsEntry("reverb.events.published[tag(app=blog)]", 2.0);
    }
}

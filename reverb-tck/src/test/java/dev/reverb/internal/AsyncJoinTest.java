package dev.reverb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryTransport;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joins that take a step which completes later, as a scaling back-end's confirmation will. */
class AsyncJoinTest {

    private static final Application APPLICATION = Application.of("app-id", "app-key", "app-secret");
    private static final String SUCCEEDED =
            "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"news\",\"data\":\"{}\"}";

    private final InMemoryTransport transport = new InMemoryTransport(1, Framing.RAW);
    private final FakeClock clock = new FakeClock();
    private final Queue<CompletableFuture<Void>> steps = new ArrayDeque<>();
    private Engine engine;
    private InMemoryClient client;

    @BeforeEach
    void start() throws Exception {
        engine = Engines.start(APPLICATION, transport, clock, (application, subscription) -> {
            CompletableFuture<Void> step = new CompletableFuture<>();
            steps.add(step);
            return step;
        });
        client = transport.connect("/app/app-key");
        client.nextText();
    }

    private void subscribe() {
        client.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"news\"}}");
    }

    private void unsubscribe() {
        client.text("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"news\"}}");
    }

    private void publish(String event) {
        engine.publish("app-id", List.of(Publication.of("news", event, "{}")));
        transport.settle();
    }

    private static String event(String name) {
        return "{\"event\":\"" + name + "\",\"channel\":\"news\",\"data\":\"{}\"}";
    }

    private void completeStep() {
        steps.remove().complete(null);
        transport.settle();
    }

    @Test
    void aJoinWaitsForItsStep() {
        subscribe();
        publish("before");
        client.expectNothing();

        completeStep();
        publish("after");

        client.expectText(SUCCEEDED).expectText(event("after"));
    }

    @Test
    void laterMessagesForTheChannelWaitInOrderAndOthersDoNot() {
        subscribe();
        unsubscribe();
        subscribe();
        client.text("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");

        completeStep();
        client.expectText(SUCCEEDED).expectNothing();
        completeStep();
        client.expectText(SUCCEEDED);
    }

    @Test
    void readingPausesBehindSixteenWaitingMessages() {
        subscribe();
        for (int i = 0; i < 15; i++) {
            subscribe();
        }
        assertThat(client.isPaused()).isFalse();

        subscribe();
        assertThat(client.isPaused()).isTrue();
        client.text("{\"event\":\"pusher:ping\"}").expectNothing();

        completeStep();
        assertThat(client.isPaused()).isFalse();
        for (int i = 0; i < 17; i++) {
            client.expectText(SUCCEEDED);
        }
        client.expectText("{\"event\":\"pusher:pong\"}");
    }

    @Test
    void aStepThatFailsRefusesTheJoin() {
        subscribe();
        steps.remove().completeExceptionally(new IllegalStateException("no back-end"));
        transport.settle();

        client.expectText(
                "{\"event\":\"pusher:subscription_error\",\"channel\":\"news\",\"data\":{\"type\":\"ServerError\","
                        + "\"error\":\"The channel is not available right now\",\"status\":503}}");
        publish("event");
        client.expectNothing();
    }

    @Test
    void aStepThatEndsAfterItsConnectionJoinsNobody() {
        subscribe();
        client.vanish();
        completeStep();

        assertThat(engine.channels("app-id", "").toCompletableFuture().join()).isEmpty();
        assertThat(transport.openConnections()).isZero();
    }
}

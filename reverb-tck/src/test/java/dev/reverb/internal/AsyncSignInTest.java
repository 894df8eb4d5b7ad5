package dev.reverb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-ins that take a step which completes later, as a scaling back-end's confirmation will. */
@ParameterizedClass
@EnumSource(Framing.class)
class AsyncSignInTest {

    private static final Application APPLICATION = Application.builder("app-id", "app-key", "app-secret")
            .userAuthenticationRequired(true)
            .userAuthenticationTimeout(Duration.ofSeconds(3))
            .build();
    private static final String USER = "{\"id\":\"7\"}";
    private static final String SUCCESS =
            "{\"event\":\"pusher:signin_success\",\"data\":\"{\\\"user_data\\\":\\\"{\\\\\\\"id\\\\\\\":\\\\\\\"7\\\\\\\"}\\\"}\"}";
    private static final String PING = "{\"event\":\"pusher:ping\"}";
    private static final String PONG = "{\"event\":\"pusher:pong\"}";

    @Parameter
    Framing framing;

    private final FakeClock clock = new FakeClock();
    private final Queue<CompletableFuture<Void>> steps = new ArrayDeque<>();
    private InMemoryTransport transport;
    private Engine engine;
    private InMemoryClient client;
    private String socketId;

    @BeforeEach
    void start() throws Exception {
        transport = new InMemoryTransport(2, framing);
        engine = Engines.start(APPLICATION, transport, clock, (application, subscription) -> {
            CompletableFuture<Void> step = new CompletableFuture<>();
            steps.add(step);
            return step;
        });
        client = transport.connect("/app/app-key");
        socketId = ReceivedEvent.parse(client.nextText()).field("socket_id").orElseThrow();
    }

    private void signIn(String userData) {
        client.text(PusherMessage.signIn(APPLICATION, socketId, userData));
    }

    private void subscribe(String channel) {
        client.text(PusherMessage.subscribe(APPLICATION, socketId, channel, null));
    }

    private void unsubscribe(String channel) {
        client.text(PusherMessage.unsubscribe(channel));
    }

    private void publish(String event) {
        engine.publish("app-id", List.of(Publication.toUser("7", event, "{}")));
        transport.settle();
    }

    private static String event(String name) {
        return "{\"event\":\"" + name + "\",\"channel\":\"#server-to-user-7\",\"data\":\"{}\"}";
    }

    private static String succeeded(String channel, String data) {
        return "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"" + channel + "\",\"data\":\""
                + data + "\"}";
    }

    private static final String ALONE =
            "{\\\"presence\\\":{\\\"count\\\":1,\\\"ids\\\":[\\\"7\\\"],\\\"hash\\\":{\\\"7\\\":null}}}";

    private void completeStep() {
        steps.remove().complete(null);
        transport.settle();
    }

    private void advance(int seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            transport.settle();
        }
    }

    private ChannelInfo user() {
        return engine.channel("app-id", "#server-to-user-7")
                .toCompletableFuture()
                .join();
    }

    @Test
    void theAnswerWaitsForTheStepAndNothingBehindItIsMissed() {
        signIn(USER);
        publish("before");
        client.expectNothing();
        assertThat(user().occupied()).isFalse();

        completeStep();
        publish("after");
        client.expectText(SUCCESS).expectText(event("after"));
    }

    @Test
    void whatDependsOnItWaitsInOrderAndPingsDoNot() {
        signIn(USER);
        subscribe("#server-to-user-7");
        subscribe("presence-room");
        unsubscribe("presence-room");
        subscribe("presence-room");
        signIn(USER);
        client.text(PING).expectText(PONG).expectNothing();

        completeStep();
        client.expectText(SUCCESS);
        assertThat(List.of(client.nextText(), client.nextText()))
                .containsExactlyInAnyOrder(succeeded("#server-to-user-7", "{}"), SUCCESS);
        completeStep();
        client.expectText(succeeded("presence-room", ALONE));
        completeStep();
        client.expectText(succeeded("presence-room", ALONE)).expectNothing();
        assertThat(steps).isEmpty();
    }

    @Test
    void whatWaitsForAChannelAndForTheSignInKeepsItsOrder() {
        subscribe("news");
        unsubscribe("news");
        signIn(USER);
        subscribe("news");
        CompletableFuture<Void> news = steps.remove();
        CompletableFuture<Void> signIn = steps.remove();

        news.complete(null);
        transport.settle();
        client.expectText(succeeded("news", "{}")).expectNothing();
        signIn.complete(null);
        transport.settle();
        client.expectText(SUCCESS).expectNothing();
        completeStep();
        client.expectText(succeeded("news", "{}")).expectNothing();
        assertThat(engine.channel("app-id", "news").toCompletableFuture().join().subscriptionCount())
                .hasValue(1);
    }

    @Test
    void readingPausesBehindSixteenWaitingMessages() {
        signIn(USER);
        for (int i = 0; i < 15; i++) {
            subscribe("#server-to-user-7");
        }
        assertThat(client.isPaused()).isFalse();

        subscribe("#server-to-user-7");
        assertThat(client.isPaused()).isTrue();
        client.text(PING).expectNothing();

        completeStep();
        assertThat(client.isPaused()).isFalse();
        client.expectText(SUCCESS);
        List<ReceivedEvent> events = client.unread().stream()
                .map(frame -> ReceivedEvent.parse(frame.text()))
                .toList();
        assertThat(events)
                .hasSize(17)
                .filteredOn(event -> event.event().equals("pusher:pong"))
                .hasSize(1);
        client.skip();
    }

    @Test
    void aStepThatFailsSendsTheClientAway() {
        signIn(USER);
        subscribe("presence-room");
        steps.remove().completeExceptionally(new IllegalStateException("no back-end"));
        transport.settle();

        client.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4100,"
                        + "\"message\":\"Signing in is not possible right now\"}}")
                .expectClose(4100, "Signing in is not possible right now")
                .expectDisconnected();
        assertThat(steps).isEmpty();
        assertThat(engine.stateOf("app-id").channels().all()).isEmpty();
    }

    @Test
    void aClientThatIsNotReadIsReadAgainOnceItIsSentAway() {
        signIn(USER);
        for (int i = 0; i < 16; i++) {
            subscribe("presence-room");
        }
        assertThat(client.isPaused()).isTrue();
        steps.remove().completeExceptionally(new IllegalStateException("no back-end"));
        transport.settle();

        assertThat(client.isPaused()).isFalse();
        client.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4100,"
                        + "\"message\":\"Signing in is not possible right now\"}}")
                .expectClose(4100, "Signing in is not possible right now")
                .expectDisconnected();
    }

    @Test
    void aClientThatIsTerminatedWhileAJoinKeepsItWaitingIsReadAgain() {
        client.text(PusherMessage.subscribe(APPLICATION, socketId, "presence-room", "{\"user_id\":\"7\"}"));
        for (int i = 0; i < 16; i++) {
            unsubscribe("presence-room");
        }
        assertThat(client.isPaused()).isTrue();
        engine.terminateConnections("app-id", "7");
        transport.settle();

        assertThat(client.isPaused()).isFalse();
        client.skip().expectDisconnected();
        completeStep();
        assertThat(engine.stateOf("app-id").channels().all()).isEmpty();
    }

    @Test
    void aStepThatEndsAfterItsConnectionSignsNobodyIn() {
        signIn(USER);
        subscribe("presence-room");
        client.vanish();
        completeStep();

        assertThat(user().occupied()).isFalse();
        assertThat(engine.stateOf("app-id").channels().all()).isEmpty();
        assertThat(transport.openConnections()).isZero();
    }

    @Test
    void whatHasWaitedStopsWhereOneOfItClosesTheConnection() {
        signIn(USER);
        signIn("{\"id\":\"8\"}");
        subscribe("news");
        completeStep();

        client.expectText(SUCCESS)
                .expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4009,"
                        + "\"message\":\"The connection is signed in as another user\"}}")
                .expectClose(4009, "The connection is signed in as another user")
                .expectDisconnected();
        assertThat(steps).isEmpty();
        assertThat(engine.stateOf("app-id").channels().all()).isEmpty();
    }

    @Test
    void aUserWhoseSignInIsUnderWayIsTerminatedToo() {
        signIn(USER);
        engine.terminateConnections("app-id", "7");
        transport.settle();
        client.skip().expectDisconnected();
        completeStep();
        assertThat(engine.stateOf("app-id").channels().all()).isEmpty();
    }

    // ---- while users have to authenticate ----

    @Test
    void aSignInUnderWayIsInTime() {
        signIn(USER);
        advance(10);
        completeStep();
        client.expectText(SUCCESS).expectNothing();
    }

    @Test
    void aJoinUnderWayIsInTimeUntilItFails() {
        subscribe("private-chat");
        advance(10);
        client.expectNothing();
        steps.remove().completeExceptionally(new IllegalStateException("no back-end"));
        transport.settle();
        client.nextText();
        advance(1);
        client.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4009,"
                        + "\"message\":\"Connection not authorized within timeout\"}}")
                .expectClose(4009, "Connection not authorized within timeout")
                .expectDisconnected();
    }

    @Test
    void aJoinThatSucceedsLateIsGood() {
        subscribe("private-chat");
        advance(10);
        completeStep();
        client.expectText(succeeded("private-chat", "{}"));
        advance(1);
        unsubscribe("private-chat");
        advance(10);
        client.expectNothing();
    }

    @Test
    void aPublicChannelIsNotEnough() {
        subscribe("news");
        completeStep();
        client.expectText(succeeded("news", "{}"));
        advance(2);
        client.expectNothing();
        advance(1);
        client.skip().expectDisconnected();
    }
}

package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.Member;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.interception.SubscriptionRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Subscriptions that an interceptor decides about. */
class SubscriptionInterceptionTest extends InterceptionCase {

    private static final String UNAVAILABLE =
            "{\"event\":\"pusher:subscription_error\",\"channel\":\"a\",\"data\":{\"type\":\"ServerError\","
                    + "\"error\":\"The channel is not available right now\",\"status\":503}}";

    private final Held<SubscriptionRequest, SubscriptionDecision> held = new Held<>();
    private final Interceptor holding = Interceptors.onSubscription(held::hold);

    private void accept() {
        held.next().answer(SubscriptionDecision.accept());
        reverb.transport().settle();
    }

    private boolean isOccupied(String channel) {
        return reverb.await(reverb.server().channel("app-id", channel)).occupied();
    }

    @Test
    void oneThatIsAcceptedAtOnceSucceeds() {
        start(Interceptors.onSubscription(request -> completedStage(SubscriptionDecision.accept())));
        PusherClient ada = reverb.connect().subscribe("private-a");
        awaitFrame(ada).expectSubscribed("private-a").expectNothing();
    }

    @Test
    void oneThatIsAcceptedLaterSucceedsThen() {
        start(holding);
        PusherClient ada = reverb.connect().subscribe("a").expectNothing();
        assertThat(isOccupied("a")).isFalse();
        reverb.publish("a", "Before", "{}");
        Held.Asked<SubscriptionRequest, SubscriptionDecision> asked = held.next();
        assertThat(asked.thread()).startsWith("reverb-interceptor-");
        asked.answer(SubscriptionDecision.accept());
        ada.expectSubscribed("a");
        reverb.publish("a", "After", "{}");
        ada.expect("After", "a", "{}");
        assertThat(reverb.clock().pendingTasks()).as("only the sweep is left").isEqualTo(1);
    }

    @Test
    void oneThatIsRefusedIsToldWhyAndStaysConnected() {
        start(holding);
        PusherClient ada = reverb.connect().subscribe("private-a");
        held.next().answer(SubscriptionDecision.refuse(402, "Pay first"));
        ada.expectText(
                        "{\"event\":\"pusher:subscription_error\",\"channel\":\"private-a\",\"data\":{\"type\":\"AuthError\","
                                + "\"error\":\"Pay first\",\"status\":402}}")
                .expectNothing();
        assertThat(isOccupied("private-a")).isFalse();
        assertThat(failures).hasValue(0);
        ada.whisper("private-a", "client-x", "1").expectError(4009);

        ada.subscribe("private-a");
        accept();
        ada.expectSubscribed("private-a");
    }

    @Test
    void aRefusalOfItsOwnHasStatus403() {
        start(Interceptors.onSubscription(request -> completedStage(SubscriptionDecision.refuse())));
        PusherClient ada = reverb.connect().subscribe("a");
        awaitFrame(ada)
                .expectText(
                        "{\"event\":\"pusher:subscription_error\",\"channel\":\"a\",\"data\":{\"type\":\"AuthError\","
                                + "\"error\":\"The subscription was refused\",\"status\":403}}");
    }

    @Test
    void itSeesWhoSubscribes() {
        start(holding);
        PusherClient ada = reverb.connect();
        ada.subscribe("presence-room", "{\"user_id\":\"7\",\"user_info\":{\"name\":\"Ada\"}}");
        SubscriptionRequest request = held.next().request();

        assertThat(request.appId()).isEqualTo("app-id");
        assertThat(request.socketId()).hasToString(ada.socketId());
        assertThat(request.channel()).hasToString("presence-room");
        assertThat(request.member()).contains(new Member("7", Optional.of("{\"name\":\"Ada\"}")));
        assertThat(request.channelData()).contains("{\"user_id\":\"7\",\"user_info\":{\"name\":\"Ada\"}}");
        assertThat(request.user()).isEmpty();
        assertThat(request.attachment(Object.class)).isEmpty();
        assertThat(request.toString()).isEqualTo("SubscriptionRequest[app-id, " + ada.socketId() + ", presence-room]");
    }

    @Test
    void itSeesWhoIsSignedIn() {
        start(holding);
        PusherClient ada = reverb.connect();
        ada.signIn("{\"id\":\"7\",\"user_info\":{\"name\":\"Ada\"}}")
                .expectSignedIn("{\"id\":\"7\",\"user_info\":{\"name\":\"Ada\"}}");
        assertThat(held.waiting()).as("signing in is not asked about").isZero();
        ada.subscribe("a");
        ada.subscribe("presence-room");
        Member user = new Member("7", Optional.of("{\"name\":\"Ada\"}"));

        assertThat(List.of(held.next().request(), held.next().request()))
                .extracting(
                        request -> request.channel().toString(), SubscriptionRequest::user, SubscriptionRequest::member)
                .containsExactlyInAnyOrder(
                        tuple("a", Optional.of(user), Optional.empty()),
                        tuple("presence-room", Optional.of(user), Optional.of(user)));
    }

    @Test
    void whatHasNoChanceIsNotAskedAbout() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .maxChannelsPerConnection(1)
                        .build(),
                holding);
        PusherClient ada = reverb.connect();
        ada.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-a\",\"auth\":\"app-key:no\"}}")
                .expectSubscriptionError("private-a")
                .expectError(4009);
        ada.subscribe("a");
        accept();
        ada.expectSubscribed("a");
        ada.subscribe("b").expectSubscriptionError("b");
        ada.subscribe("a").expectSubscribed("a");
        assertThat(held.waiting()).as("nor what it is on").isZero();
    }

    // ---- meanwhile ----

    @Test
    void anUndecidedOneCountsAndARefusedOneDoesNot() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .maxChannelsPerConnection(1)
                        .build(),
                holding);
        PusherClient ada = reverb.connect().subscribe("a");
        ada.subscribe("b").expectSubscriptionError("b");
        held.next().answer(SubscriptionDecision.refuse());
        ada.expectSubscriptionError("a");
        ada.subscribe("b");
        accept();
        ada.expectSubscribed("b");
    }

    @Test
    void whatComesForTheChannelWaitsAndOtherChannelsDoNot() {
        start(holding);
        PusherClient ada = reverb.connect().subscribe("private-a").subscribe("private-a");
        ada.whisper("private-a", "client-x", "1").unsubscribe("private-a").subscribe("private-a");
        Held.Asked<SubscriptionRequest, SubscriptionDecision> first = held.next();
        PusherClient bob = reverb.connect().subscribe("private-b");
        accept();
        bob.expectSubscribed("private-b");
        ada.send("{\"event\":\"pusher:ping\"}")
                .expectText("{\"event\":\"pusher:pong\"}")
                .expectNothing();

        first.answer(SubscriptionDecision.accept());
        ada.expectSubscribed("private-a").expectSubscribed("private-a").expectNothing();
        assertThat(isOccupied("private-a")).as("left again, and asking again").isFalse();
        accept();
        ada.expectSubscribed("private-a");
    }

    @Test
    void behindARefusalWhatWaitedIsDoneAsIfItCameThen() {
        start(holding);
        PusherClient ada = reverb.connect().subscribe("private-a").whisper("private-a", "client-x", "1");
        ada.subscribe("private-a");
        held.next().answer(SubscriptionDecision.refuse());
        ada.expectSubscriptionError("private-a").expectError(4009).expectNothing();
        accept();
        ada.expectSubscribed("private-a");
    }

    @Test
    void readingPausesBehindSixteenWaitingMessages() {
        start(holding);
        PusherClient ada = reverb.connect().subscribe("a");
        for (int i = 0; i < 15; i++) {
            ada.subscribe("a");
        }
        assertThat(ada.socket().isPaused()).isFalse();
        ada.subscribe("a");
        assertThat(ada.socket().isPaused()).isTrue();
        ada.send("{\"event\":\"pusher:ping\"}").expectNothing();

        accept();
        assertThat(ada.socket().isPaused()).isFalse();
        assertThat(ada.socket().unread().stream().map(ServerFrame::text))
                .as("the channel's home is another lane, so its answers and the pong have no order")
                .hasSize(18)
                .containsOnlyOnce("{\"event\":\"pusher:pong\"}")
                .filteredOn(text -> text.contains("subscription_succeeded"))
                .hasSize(17);
    }

    @Test
    void whoIsRequiredToAuthenticateIsNotToBlameForTheWait() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .userAuthenticationRequired(true)
                        .userAuthenticationTimeout(Duration.ofSeconds(3))
                        .build(),
                holding);
        PusherClient ada = reverb.connect().subscribe("private-a");
        Held.Asked<SubscriptionRequest, SubscriptionDecision> asked = held.next();
        reverb.advance(Duration.ofSeconds(4));
        ada.expectNothing();
        asked.answer(SubscriptionDecision.refuse());
        ada.expectSubscriptionError("private-a");
        reverb.advance(Duration.ofSeconds(1));
        ada.expectError(4009).expectClosed(4009, "Connection not authorized within timeout");
    }

    @Test
    void anAnswerForOneThatIsGoneDoesNothing() {
        start(holding);
        PusherClient ada = reverb.connect().subscribe("a").subscribe("a");
        Held.Asked<SubscriptionRequest, SubscriptionDecision> asked = held.next();
        ada.socket().vanish();
        asked.answer(SubscriptionDecision.accept());
        reverb.transport().settle();
        assertThat(isOccupied("a")).isFalse();
        assertThat(held.waiting()).isZero();
    }

    // ---- late ----

    @Test
    void oneThatIsNotDecidedInTimeIsRefused() {
        start(holding);
        PusherClient ada = reverb.connect().subscribe("a");
        Held.Asked<SubscriptionRequest, SubscriptionDecision> asked = held.next();
        reverb.advance(TIMEOUT.minusNanos(1));
        ada.expectNothing();
        reverb.advance(Duration.ofNanos(1));
        ada.expectText(UNAVAILABLE).expectNothing();
        assertThat(failures).hasValue(1);
        asked.answer(SubscriptionDecision.accept());
        reverb.transport().settle();
        ada.expectNothing();
        ChannelInfo info = reverb.await(reverb.server().channel("app-id", "a"));
        assertThat(info.occupied()).isFalse();
        ada.subscribe("a");
        accept();
        ada.expectSubscribed("a");
    }

    @Test
    void theServerEndsWithAnUndecidedOne() {
        start(ReverbTester.APPLICATION, holding);
        PusherClient ada = reverb.connect().subscribe("a");
        Held.Asked<SubscriptionRequest, SubscriptionDecision> asked = held.next();
        reverb.shutdown();
        ada.expectClosed(4200, "Server is shutting down");
        asked.answer(SubscriptionDecision.accept());
        reverb.transport().settle();
        assertThat(reverb.clock().pendingTasks()).isZero();
    }
}

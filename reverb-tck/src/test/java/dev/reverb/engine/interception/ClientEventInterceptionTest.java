package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.channel.Member;
import dev.reverb.event.ClientEvent;
import dev.reverb.event.ServerListener;
import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client events that an interceptor decides about. */
class ClientEventInterceptionTest extends InterceptionCase {

    private static final String ROOM = "private-a";

    private final Held<ClientEventRequest, ClientEventDecision> held = new Held<>();
    private final Interceptor holding = Interceptors.onClientEvent(held::hold);
    private PusherClient ada;
    private PusherClient bob;

    private void meet(Interceptor... interceptors) {
        start(interceptors);
        meetIn(ROOM);
    }

    private void meetIn(String channel) {
        ada = reverb.connect().subscribe(channel).expectSubscribed(channel);
        bob = reverb.connect().subscribe(channel).expectSubscribed(channel);
    }

    private void answer(ClientEventDecision decision) {
        held.next().answer(decision);
        reverb.transport().settle();
    }

    // ---- decisions ----

    @Test
    void oneThatIsAcceptedAtOnceGoesOn() {
        meet(Interceptors.onClientEvent(request -> completedStage(ClientEventDecision.accept())));
        ada.whisper(ROOM, "client-x", "{\"a\":[1,null]}");
        awaitFrame(bob).expect("client-x", ROOM, "{\"a\":[1,null]}");
        ada.expectNothing();
    }

    @Test
    void oneThatIsAcceptedLaterGoesOnAsItCame() {
        meet(holding);
        ada.send("{\"event\":\"client-x\",\"channel\":\"private-a\",\"data\": {\"a\" : \"\\u00e9\"} }");
        bob.expectNothing();
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        assertThat(asked.thread()).startsWith("reverb-interceptor-");
        asked.answer(ClientEventDecision.accept());
        bob.expectText("{\"event\":\"client-x\",\"channel\":\"private-a\",\"data\":{\"a\" : \"\\u00e9\"}}");
        ada.expectNothing();
        assertThat(reverb.clock().pendingTasks()).as("only the sweep is left").isEqualTo(1);
    }

    @Test
    void oneWithoutDataGoesOnWithoutOrGetsSome() {
        meet(holding);
        ada.send("{\"event\":\"client-x\",\"channel\":\"private-a\"}");
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        assertThat(asked.request().data()).isEmpty();
        asked.answer(ClientEventDecision.accept());
        bob.expectText("{\"event\":\"client-x\",\"channel\":\"private-a\"}");
        ada.send("{\"event\":\"client-x\",\"channel\":\"private-a\"}");
        answer(ClientEventDecision.acceptWith("[1]"));
        bob.expectText("{\"event\":\"client-x\",\"channel\":\"private-a\",\"data\":[1]}");
    }

    @Test
    void oneThatIsChangedGoesOnWithItsNewData() {
        meet(holding);
        ada.whisper(ROOM, "client-x", "{\"text\":\"damn\"}");
        answer(ClientEventDecision.acceptWith("{\"text\":\"d***\"}"));
        bob.expectText("{\"event\":\"client-x\",\"channel\":\"private-a\",\"data\":{\"text\":\"d***\"}}");
    }

    @Test
    void oneThatIsDroppedVanishes() {
        meet(holding);
        ada.whisper(ROOM, "client-x", "1").whisper(ROOM, "client-y", "2");
        answer(ClientEventDecision.drop());
        answer(ClientEventDecision.accept());
        bob.expect("client-y", ROOM, "2");
        ada.expectNothing();
        assertThat(failures).hasValue(0);
    }

    @Test
    void oneThatIsRefusedIsToldToItsSender() {
        meet(holding);
        ada.whisper(ROOM, "client-x", "1");
        answer(ClientEventDecision.refuse("Not \"here\""));
        ada.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4301,\"message\":\"Not \\\"here\\\"\"}}");
        ada.whisper(ROOM, "client-x", "1");
        answer(ClientEventDecision.refuse());
        ada.expectText(
                "{\"event\":\"pusher:error\",\"data\":{\"code\":4301,\"message\":\"The client event was refused\"}}");
        bob.expectNothing();
        assertThat(failures).hasValue(0);
    }

    @Test
    void whatIsChangedIsToldWithoutWhiteSpaceAroundIt() {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        ServerListener listener = new ServerListener() {
            @Override
            public void onClientEvent(ClientEvent event) {
                told.add(event.data().orElse(""));
            }
        };
        start(
                ReverbTester.APPLICATION,
                settings -> settings.listener(listener),
                Interceptors.onClientEvent(request -> completedStage(ClientEventDecision.acceptWith("\n \"hi\"\n"))),
                holding);
        meetIn(ROOM);
        ada.whisper(ROOM, "client-x", "1");
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        assertThat(asked.request().data()).contains("\"hi\"");
        asked.answer(ClientEventDecision.accept());
        bob.expectText("{\"event\":\"client-x\",\"channel\":\"private-a\",\"data\":\"hi\"}");
        await(() -> !told.isEmpty());
        assertThat(told).containsExactly("hi");
    }

    // ---- what it sees ----

    @Test
    void itSeesWhoSendsWhat() {
        start(holding);
        ada = reverb.connect();
        ada.signIn("{\"id\":\"7\"}").expectSignedIn("{\"id\":\"7\"}");
        ada.subscribe("presence-a", new Member("ada", Optional.empty())).expectSubscribed("presence-a");
        bob = reverb.connect();
        bob.subscribe("presence-a", new Member("bob", Optional.empty())).expectSubscribed("presence-a");
        ada.socket().skip();
        ada.whisper("presence-a", "client-x", "\"secret\"");
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        ClientEventRequest request = asked.request();

        assertThat(request.appId()).isEqualTo("app-id");
        assertThat(request.socketId()).hasToString(ada.socketId());
        assertThat(request.channel()).hasToString("presence-a");
        assertThat(request.event()).isEqualTo("client-x");
        assertThat(request.data()).as("a string has its quotes").contains("\"secret\"");
        assertThat(request.userId()).contains("ada");
        assertThat(request.user()).contains(new Member("7", Optional.empty()));
        assertThat(request.attachment(Object.class)).isEmpty();
        assertThat(request.toString())
                .isEqualTo("ClientEventRequest[app-id, " + ada.socketId() + ", presence-a, client-x]");
        asked.answer(ClientEventDecision.accept());
        bob.expect("client-x", "presence-a", "secret", "ada");
    }

    @Test
    void whatHasNoChanceIsNotAskedAbout() {
        meet(holding);
        ada.whisper("private-other", "client-x", "1").expectError(4009);
        ada.whisper("a", "client-x", "1").expectError(4301);
        ada.whisper(ROOM, "client-" + "x".repeat(200), "1").expectError(4301);
        assertThat(held.waiting()).isZero();
    }

    @Test
    void ratesCountBefore() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .maxClientEventsPerSecond(2)
                        .rateLimit(new RateLimit(4, Duration.ofMinutes(1), false))
                        .build(),
                holding);
        meetIn(ROOM);
        ada.whisper(ROOM, "client-x", "1");
        answer(ClientEventDecision.drop());
        ada.whisper(ROOM, "client-x", "2");
        answer(ClientEventDecision.drop());
        ada.whisper(ROOM, "client-x", "3").expectError(4301);
        assertThat(held.waiting()).isZero();
        reverb.advance(Duration.ofSeconds(1));
        ada.whisper(ROOM, "client-x", "4")
                .expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4301,\"message\":\"Rate limit exceeded\"}}");
        assertThat(held.waiting()).isZero();
    }

    // ---- the size of what is changed ----

    @Test
    void changedDataMayFillTheLargestMessageAndNoMore() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .maxMessageSize(400)
                        .build(),
                holding);
        meetIn(ROOM);
        String message = PusherMessage.whisper(ROOM, "client-x", "1");
        int room = 400 - message.length() + 1;
        String filled = "[\"" + "é".repeat((room - 4) / 2) + "\"" + " ".repeat(room % 2) + "]";

        ada.send(message);
        answer(ClientEventDecision.acceptWith(filled));
        bob.expect("client-x", ROOM, filled);
        ada.send(message);
        answer(ClientEventDecision.acceptWith(filled.replace("]", " ]")));
        ada.expectText(
                "{\"event\":\"pusher:error\",\"data\":{\"code\":4301,\"message\":\"Client events are not possible right now\"}}");
        bob.expectNothing();
        assertThat(failures).hasValue(1);
    }

    // ---- meanwhile ----

    @Test
    void whatComesForTheChannelWaitsAndOtherChannelsDoNot() {
        meet(holding);
        ada.subscribe("private-b").expectSubscribed("private-b");
        bob.subscribe("private-b").expectSubscribed("private-b");
        ada.whisper(ROOM, "client-x", "1").whisper(ROOM, "client-y", "2").unsubscribe(ROOM);
        ada.whisper(ROOM, "client-z", "3").subscribe(ROOM);
        Held.Asked<ClientEventRequest, ClientEventDecision> first = held.next();
        assertThat(held.waiting()).as("one of a channel at a time").isZero();
        ada.whisper("private-b", "client-b", "4");
        answer(ClientEventDecision.accept());
        bob.expect("client-b", "private-b", "4");
        ada.send("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");

        first.answer(ClientEventDecision.accept());
        bob.expect("client-x", ROOM, "1").expectNothing();
        ada.expectNothing();
        answer(ClientEventDecision.accept());
        bob.expect("client-y", ROOM, "2");
        ada.expectError(4009).expectSubscribed(ROOM).expectNothing();
        assertThat(held.waiting()).isZero();
    }

    @Test
    void readingPausesBehindSixteenWaitingMessages() {
        meet(holding);
        ada.whisper(ROOM, "client-x", "0");
        for (int i = 1; i <= 15; i++) {
            ada.whisper(ROOM, "client-x", Integer.toString(i));
        }
        assertThat(ada.socket().isPaused()).isFalse();
        ada.whisper(ROOM, "client-x", "16");
        assertThat(ada.socket().isPaused()).isTrue();
        ada.whisper(ROOM, "client-x", "17").whisper(ROOM, "client-x", "18");
        for (int i = 0; i <= 18; i++) {
            answer(ClientEventDecision.accept());
            bob.expect("client-x", ROOM, Integer.toString(i)).expectNothing();
        }
        assertThat(ada.socket().isPaused()).isFalse();
        ada.expectNothing();
    }

    /** A whisper of just so many bytes. */
    private void whisper(String channel, int bytes) {
        String empty = PusherMessage.whisper(channel, "client-x", "\"\"");
        ada.send(empty.replace("\"\"", "\"" + "x".repeat(bytes - empty.length()) + "\""));
    }

    @ParameterizedTest
    @CsvSource({"65535, false", "65536, true"})
    void readingPausesBehindSixtyFourKibibytesOnAllChannelsTogether(int bytes, boolean pauses) {
        meet(holding);
        ada.subscribe("private-b").expectSubscribed("private-b");
        bob.subscribe("private-b").expectSubscribed("private-b");
        for (int i = 0; i < 3; i++) {
            whisper(ROOM, 10_000);
            whisper("private-b", 10_000);
        }
        whisper("private-b", bytes - 60_000);
        assertThat(ada.socket().isPaused()).isEqualTo(pauses);
        answer(ClientEventDecision.accept());
        assertThat(ada.socket().isPaused()).isFalse();

        // Below, and past it once more.
        whisper(ROOM, 10_000);
        assertThat(ada.socket().isPaused()).isEqualTo(pauses);
        for (int i = 0; i < 7; i++) {
            answer(ClientEventDecision.accept());
        }
        assertThat(ada.socket().isPaused()).isFalse();
        assertThat(bob.socket().unread()).hasSize(8);
        bob.socket().skip();
        assertThat(held.waiting()).isZero();
    }

    @Test
    void whoLeavesThePageMeanwhileSendsNothing() {
        meet(holding);
        ada.whisper(ROOM, "client-x", "1").whisper(ROOM, "client-y", "2");
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        ada.socket().vanish();
        asked.answer(ClientEventDecision.accept());
        reverb.transport().settle();
        bob.expectNothing();
        assertThat(held.waiting()).isZero();
    }

    @Test
    void whoIsRefusedAsAMemberMeanwhileSendsNothing() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .maxPresenceMembers(1)
                        .build(),
                holding);
        bob = reverb.connect();
        bob.subscribe("presence-a", new Member("bob", Optional.empty())).expectSubscribed("presence-a");
        ada = reverb.connect();
        reverb.transport().manual();
        ada.subscribe("presence-a", new Member("ada", Optional.empty()))
                .whisper("presence-a", "client-x", "1")
                .unsubscribe("presence-a");
        reverb.transport().automatic();
        ada.expectSubscriptionError("presence-a").expectNothing();
        answer(ClientEventDecision.accept());
        ada.expectError(4009).expectNothing();
        bob.expectNothing();
        ada.subscribe("presence-a", new Member("bob", Optional.empty())).expectSubscribed("presence-a");
    }

    // ---- from outside a public channel ----

    @Test
    void whoIsNotOnAPublicChannelWaitsForItAllTheSame() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .build(),
                holding);
        bob = reverb.connect().subscribe("a").expectSubscribed("a");
        ada = reverb.connect();
        ada.whisper("a", "client-x", "1").whisper("a", "client-y", "2").subscribe("a");
        ada.whisper("a", "client-z", "3");
        Held.Asked<ClientEventRequest, ClientEventDecision> first = held.next();
        assertThat(first.request().userId()).isEmpty();
        assertThat(held.waiting()).isZero();
        ada.send("{\"event\":\"pusher:ping\"}")
                .expectText("{\"event\":\"pusher:pong\"}")
                .expectNothing();
        first.answer(ClientEventDecision.accept());
        bob.expect("client-x", "a", "1");
        answer(ClientEventDecision.accept());
        bob.expect("client-y", "a", "2");
        ada.expectSubscribed("a").expectNothing();
        answer(ClientEventDecision.accept());
        bob.expect("client-z", "a", "3");
        ada.expectNothing();
    }

    @Test
    void whoGoesAwayFromOutsideSendsNothing() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .build(),
                holding);
        bob = reverb.connect().subscribe("a").expectSubscribed("a");
        ada = reverb.connect().whisper("a", "client-x", "1").subscribe("a");
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        ada.socket().vanish();
        asked.answer(ClientEventDecision.accept());
        reverb.transport().settle();
        bob.expectNothing();
    }

    // ---- late ----

    @Test
    void oneThatIsNotDecidedInTimeIsRefusedAndTheNextGoesOn() {
        meet(holding);
        ada.whisper(ROOM, "client-x", "1").whisper(ROOM, "client-y", "2");
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        reverb.advance(TIMEOUT.minusNanos(1));
        ada.expectNothing();
        reverb.advance(Duration.ofNanos(1));
        ada.expectText(
                "{\"event\":\"pusher:error\",\"data\":{\"code\":4301,\"message\":\"Client events are not possible right now\"}}");
        assertThat(failures).hasValue(1);
        asked.answer(ClientEventDecision.accept());
        answer(ClientEventDecision.accept());
        bob.expect("client-y", ROOM, "2").expectNothing();
    }

    @Test
    void theServerEndsWithAnUndecidedOne() {
        meet(holding);
        ada.whisper(ROOM, "client-x", "1");
        Held.Asked<ClientEventRequest, ClientEventDecision> asked = held.next();
        reverb.shutdown();
        asked.answer(ClientEventDecision.accept());
        reverb.transport().settle();
        bob.expectClosed(4200, "Server is shutting down");
        assertThat(reverb.clock().pendingTasks()).isZero();
    }
}

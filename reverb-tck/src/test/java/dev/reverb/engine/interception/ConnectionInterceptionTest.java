package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that an interceptor decides about. */
class ConnectionInterceptionTest extends InterceptionCase {

    private final Held<ConnectionRequest, ConnectionDecision> held = new Held<>();
    private final Interceptor holding = Interceptors.onConnection(held::hold);

    @Test
    void oneThatIsAcceptedAtOnceIsEstablished() {
        start(Interceptors.onConnection(request -> completedStage(ConnectionDecision.accept())));
        PusherClient ada = reverb.client(awaitFrame(reverb.open(CONNECT)));
        ada.subscribe("a").expectSubscribed("a");
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void whatItSendsBeforeWaitsInOrder() {
        start(holding);
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        socket.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a\"}}")
                .text("{\"event\":\"pusher:ping\"}")
                .ping("x")
                .expectNothing();
        assertThat(socket.isPaused()).isTrue();
        assertThat(asked.thread()).startsWith("reverb-interceptor-");
        assertThat(connections()).isEqualTo(1);

        asked.answer(ConnectionDecision.accept());
        PusherClient ada = reverb.client(awaitFrame(socket));
        assertThat(ada.socketId()).isEqualTo(asked.request().socketId().toString());
        ada.expectText("{\"event\":\"pusher:pong\"}");
        socket.expectPong("x");
        ada.expectSubscribed("a").expectNothing();
    }

    @Test
    void itSeesWhatTheRequestSaid() {
        start(holding);
        reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7&client=js&x=%C3%A9")
                .withHeader("Origin", "https://shop.example")
                .withHeader("Cookie", "session=secret-1")
                .withHeader("Authorization", "Bearer secret-2")
                .withHeader("X-Tenant", "blue")
                .withRemoteAddress("192.0.2.7")
                .withTls(true));
        ConnectionRequest request = held.next().request();

        assertThat(request.appId()).isEqualTo("app-id");
        assertThat(request.remoteAddress()).isEqualTo("192.0.2.7");
        assertThat(request.isSecure()).isTrue();
        assertThat(request.origin()).contains("https://shop.example");
        assertThat(request.path()).isEqualTo("/app/app-key");
        assertThat(request.query()).isEqualTo(Map.of("protocol", "7", "client", "js", "x", "é"));
        assertThat(request.header("cookie")).contains("session=secret-1");
        assertThat(request.header("AUTHORIZATION")).contains("Bearer secret-2");
        assertThat(request.header("x-tenant")).contains("blue");
        assertThat(request.header("X-Other")).isEmpty();
        assertThat(request.toString())
                .isEqualTo("ConnectionRequest[app-id, " + request.socketId() + ", 192.0.2.7]")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 4009, 4099, 4100, 4200, 4299})
    void oneThatIsRefusedIsToldWhyAndClosed(int code) {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .maxConnections(1)
                        .build(),
                holding);
        InMemoryClient socket = reverb.open(CONNECT);
        held.next().answer(ConnectionDecision.refuse(code, "Not \"you\""));
        awaitFrame(socket)
                .expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":" + code + ",\"message\":\"Not \\\"you\\\"\"}}")
                .expectClose(code, "Not \"you\"")
                .expectDisconnected();
        assertThat(connections()).isZero();
        assertThat(failures).hasValue(0);

        InMemoryClient next = reverb.open(CONNECT);
        held.next().answer(ConnectionDecision.accept());
        reverb.client(awaitFrame(next));
    }

    @Test
    void aRefusalOfItsOwnIsThatOfAWrongSignature() {
        start(Interceptors.onConnection(request -> completedStage(ConnectionDecision.refuse())));
        awaitFrame(reverb.open(CONNECT))
                .expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4009,\"message\":\"Connection is unauthorized\"}}")
                .expectClose(4009, "Connection is unauthorized")
                .expectDisconnected();
    }

    @Test
    void whatHasNoChanceIsNotAskedAbout() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .allowedOrigins("shop.example")
                        .maxConnections(1)
                        .build(),
                holding);
        InMemoryRequest ours = InMemoryRequest.upgrade(CONNECT).withHeader("Origin", "https://shop.example");
        reverb.open(ours);
        held.next();
        reverb.open(ours).skip();
        reverb.open("/app/unknown?protocol=7").skip();
        reverb.open(InMemoryRequest.upgrade(CONNECT).withHeader("Origin", "https://other.example"))
                .skip();
        assertThat(held.waiting()).isZero();
    }

    // ---- counting ----

    @Test
    void anUndecidedOneCountsAndIsCountedOutOnce() {
        start(
                Application.builder("app-id", "app-key", "app-secret")
                        .maxConnections(2)
                        .build(),
                settings -> settings.maxConnectionsPerAddress(1),
                holding);
        InMemoryClient first = reverb.open(CONNECT);
        held.next();
        reverb.open(CONNECT)
                .expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Over capacity\"}}")
                .skip();
        InMemoryClient other = reverb.open(InMemoryRequest.upgrade(CONNECT).withRemoteAddress("192.0.2.7"));
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        reverb.open(InMemoryRequest.upgrade(CONNECT).withRemoteAddress("192.0.2.8"))
                .expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4004,\"message\":\"Application is over connection quota\"}}")
                .skip();

        first.vanish();
        assertThat(connections()).isEqualTo(1);
        asked.answer(ConnectionDecision.refuse());
        awaitFrame(other).skip();
        assertThat(connections()).isZero();
        for (String address : new String[] {"127.0.0.1", "192.0.2.7"}) {
            InMemoryClient again = reverb.open(InMemoryRequest.upgrade(CONNECT).withRemoteAddress(address));
            held.next().answer(ConnectionDecision.accept());
            reverb.client(awaitFrame(again));
        }
        assertThat(connections()).isEqualTo(2);
    }

    @Test
    void anAnswerForOneThatIsGoneDoesNothing() {
        start(holding);
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        socket.vanish();
        assertThat(connections()).isZero();
        assertThat(reverb.clock().pendingTasks()).as("only the sweep is left").isEqualTo(1);

        asked.answer(ConnectionDecision.accept());
        reverb.advance(TIMEOUT);
        socket.expectDisconnected();
        assertThat(connections()).isZero();
        assertThat(failures).hasValue(0);
    }

    @Test
    void oneThatClosesItselfIsAnsweredOnceItIsRead() {
        start(holding);
        InMemoryClient socket = reverb.open(CONNECT).close(1000, "bye");
        held.next().answer(ConnectionDecision.accept());
        reverb.client(awaitFrame(socket));
        socket.expectClose(1000, "").expectDisconnected();
        assertThat(connections()).isZero();
    }

    // ---- late ----

    @Test
    void oneThatIsNotDecidedInTimeIsToldToComeBackAfterAPause() {
        start(holding);
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        reverb.advance(TIMEOUT.minusNanos(1));
        socket.expectNothing();
        reverb.advance(Duration.ofNanos(1));
        socket.expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Connecting is not possible right now\"}}")
                .expectClose(4100, "Connecting is not possible right now")
                .expectDisconnected();
        assertThat(failures).hasValue(1);
        asked.answer(ConnectionDecision.accept());
        reverb.transport().settle();
        assertThat(connections()).isZero();
    }

    @Test
    void theTimeMayBeSet() {
        start(ReverbTester.APPLICATION, settings -> settings.interceptorTimeout(Duration.ofMillis(1)), holding);
        InMemoryClient socket = reverb.open(CONNECT);
        held.next();
        reverb.advance(Duration.ofMillis(1).minusNanos(1));
        socket.expectNothing();
        reverb.advance(Duration.ofNanos(1));
        socket.skip();
        assertThat(failures).hasValue(1);
    }

    @Test
    void anAnswerInTimeLeavesNoTimer() {
        start(holding);
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        assertThat(reverb.clock().pendingTasks()).isEqualTo(2);
        asked.answer(ConnectionDecision.accept());
        awaitFrame(socket);
        assertThat(reverb.clock().pendingTasks()).as("only the sweep is left").isEqualTo(1);
    }

    // ---- an application that is gone meanwhile ----

    @Test
    void oneWhoseApplicationIsRemovedMeanwhileIsToldToLookAgain() {
        AtomicReference<Optional<Application>> served = new AtomicReference<>(Optional.of(ReverbTester.APPLICATION));
        reverb = ReverbTester.builder()
                .ownProvider()
                .server(settings -> settings.applicationProvider(new ApplicationProvider() {
                            @Override
                            public CompletionStage<Optional<Application>> findByKey(String key) {
                                return completedStage(served.get());
                            }

                            @Override
                            public CompletionStage<Optional<Application>> findById(String id) {
                                return completedStage(served.get());
                            }
                        })
                        .applicationCheckInterval(Duration.ofSeconds(1))
                        .interceptor(holding))
                .start();
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        served.set(Optional.empty());
        reverb.advance(Duration.ofSeconds(2));
        asked.answer(ConnectionDecision.accept());
        socket.expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4200,\"message\":\"Application is not available right now\"}}")
                .expectClose(4200, "Application is not available right now")
                .expectDisconnected();
        served.set(Optional.of(ReverbTester.APPLICATION));
        assertThat(connections()).isZero();
    }

    // ---- the end of the server ----

    @Test
    void anUndecidedOneIsClosedWithTheServer() {
        start(holding);
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        reverb.shutdown();
        socket.expectClose(4200, "Server is shutting down").expectDisconnected();
        assertThat(asked.stage()).isNotDone();
        assertThat(reverb.clock().pendingTasks()).isZero();
    }

    @Test
    void oneThatIsAcceptedWhenTheServerRefusesConnectionsAlreadyIsRefused() {
        start(ReverbTester.APPLICATION, settings -> settings.drainDelay(Duration.ofSeconds(1)), holding);
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> asked = held.next();
        reverb.server().shutdown();
        reverb.transport().manual();
        // The verdict is posted before the lanes are asked which connections they have, and runs when refusing has
        // begun.
        asked.answer(ConnectionDecision.accept());
        reverb.clock().advance(Duration.ofSeconds(1));
        reverb.transport().automatic();
        socket.expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4200,\"message\":\"Server is shutting down\"}}")
                .expectClose(4200, "Server is shutting down")
                .expectDisconnected();
    }
}

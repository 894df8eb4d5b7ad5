package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.Publication;
import dev.reverb.PublishException;
import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.Member;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.SignedRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several applications in one server know nothing of each other. */
class MultipleApplicationsTest {

    private static final Application ONE = Application.of("one-id", "one-key", "one-secret");
    private static final Application TWO = Application.builder("two-id", "two-key", "two-secret")
            .acceptClientEventsFrom(ClientEventPolicy.ALL)
            .maxConnections(1)
            .maxEventSize(5)
            .build();

    private final ReverbTester reverb = ReverbTester.start(ONE, TWO);

    @AfterEach
    void stop() {
        reverb.close();
    }

    private InMemoryExchange request(Application application, String method, String path, String body) {
        SignedRequest request = SignedRequest.of(application, method, "/apps/" + application.id() + path)
                .at(reverb.clock());
        return reverb.request(body.isEmpty() ? request : request.body(body));
    }

    @Test
    void aChannelOfTheSameNameIsAnotherChannel() {
        PusherClient ada = reverb.connect(ONE).subscribe("orders").expectSubscribed("orders");
        PusherClient bob = reverb.connect(TWO).subscribe("orders").expectSubscribed("orders");
        request(ONE, "POST", "/events", "{\"name\":\"A\",\"channel\":\"orders\",\"data\":\"1\"}")
                .expect(200, "{}");
        ada.expect("A", "orders", "1").expectNothing();
        bob.expectNothing();
        reverb.await(reverb.server().publish("two-id", "orders", "B", "2"));
        bob.expect("B", "orders", "2").expectNothing();
        ada.expectNothing();
    }

    @Test
    void clientEventsStayInTheirApplication() {
        PusherClient ada = reverb.connect(ONE).subscribe("private-a").expectSubscribed("private-a");
        PusherClient cy = reverb.connect(ONE).subscribe("private-a").expectSubscribed("private-a");
        PusherClient bob = reverb.connect(TWO);
        ada.subscribe("orders").expectSubscribed("orders");
        bob.whisper("orders", "client-e", "1");
        ada.expectNothing();
        ada.whisper("private-a", "client-e", "2");
        cy.expect("client-e", "private-a", "2").expectNothing();
        bob.expectNothing();
    }

    @Test
    void membersAndCountsAreAnApplicationsOwn() {
        PusherClient ada = reverb.connect(ONE)
                .subscribe("presence-room", new Member("7", Optional.empty()))
                .expectSubscribed("presence-room");
        PusherClient bob = reverb.connect(TWO)
                .subscribe("presence-room", new Member("7", Optional.empty()))
                .expectSubscribed("presence-room");
        ada.expectNothing();
        PusherClient cy = reverb.connect(ONE)
                .subscribe("presence-room", new Member("8", Optional.empty()))
                .expectSubscribed("presence-room");
        ada.expect("pusher_internal:member_added", "presence-room", "{\"user_id\":\"8\"}");
        bob.expectNothing();

        request(ONE, "GET", "/channels?info=user_count", "")
                .expect(200, "{\"channels\":{\"presence-room\":{\"user_count\":2}}}");
        request(TWO, "GET", "/channels?info=user_count", "")
                .expect(200, "{\"channels\":{\"presence-room\":{\"user_count\":1}}}");
        request(ONE, "GET", "/channels/presence-room/users", "")
                .expect(200, "{\"users\":[{\"id\":\"7\"},{\"id\":\"8\"}]}");
        request(ONE, "GET", "/connections", "").expect(200, "{\"connections\":2}");
        request(TWO, "GET", "/connections", "").expect(200, "{\"connections\":1}");

        request(ONE, "POST", "/users/7/terminate_connections", "{}").expect(200, "{}");
        ada.expectError(4009).expectClosed(4009, "The connection was terminated by the application");
        cy.expect("pusher_internal:member_removed", "presence-room", "{\"user_id\":\"7\"}");
        bob.expectNothing();
    }

    @Test
    void keptEventsAreAnApplicationsOwn() {
        reverb.await(reverb.server().publish("one-id", "cache-a", "E", "1"));
        reverb.connect(ONE).subscribe("cache-a").expectSubscribed("cache-a").expect("E", "cache-a", "1");
        reverb.connect(TWO)
                .subscribe("cache-a")
                .expectSubscribed("cache-a")
                .expectText("{\"event\":\"pusher:cache_miss\",\"channel\":\"cache-a\"}");
    }

    @Test
    void aSocketIdIsExcludedInItsOwnApplication() {
        PusherClient ada = reverb.connect(ONE).subscribe("orders").expectSubscribed("orders");
        PusherClient bob = reverb.connect(TWO).subscribe("orders").expectSubscribed("orders");
        reverb.await(reverb.server()
                .publish("one-id", Publication.of("orders", "E", "1").except(bob.socketId())));
        ada.expect("E", "orders", "1");
        bob.expectNothing();
    }

    @Test
    void limitsAreAnApplicationsOwn() {
        PusherClient bob = reverb.connect(TWO);
        for (int i = 0; i < 5; i++) {
            reverb.connect(ONE);
        }
        reverb.open("/app/two-key?protocol=7")
                .expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4004,"
                        + "\"message\":\"Application is over connection quota\"}}")
                .expectClose(4004, "Application is over connection quota")
                .expectDisconnected();
        bob.socket().vanish();
        reverb.connect(TWO);
        String event = "{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"123456\"}";
        request(ONE, "POST", "/events", event).expect(200, "{}");
        request(TWO, "POST", "/events", event).expect(413, "{\"error\":\"data is larger than 5 bytes\"}");
    }

    @Test
    void oneApplicationsSignatureSubscribesToNothingOfAnothers() {
        PusherClient ada = reverb.connect(ONE);
        for (String auth : new String[] {
            PusherAuth.channel(TWO, ada.socketId(), "private-a"),
            PusherAuth.channel(TWO, ada.socketId(), "private-a").replace("two-key", "one-key"),
            PusherAuth.channel(ONE, ada.socketId(), "private-a").replace("one-key", "two-key")
        }) {
            ada.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-a\",\"auth\":\"" + auth + "\"}}")
                    .expectSubscriptionError("private-a")
                    .expectError(4009);
        }
    }

    @Test
    void anUnknownApplicationIsToldInProcessToo() {
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> reverb.await(reverb.server().publish("three-id", "a", "E", "{}")))
                .withMessage("There is no application with the id \"three-id\".")
                .matches(refused -> refused.reason() == PublishException.Reason.UNKNOWN_APPLICATION);
        assertThatExceptionOfType(PublishException.class)
                .isThrownBy(() -> reverb.await(reverb.server().connectionCount("one-key")));
        assertThat(reverb.await(reverb.server().connectionCount("one-id"))).isZero();
    }

    @Test
    void idsAndKeysAreDistinct() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApplicationProvider.of(ONE, Application.of("one-id", "k", "s")))
                .withMessage("Two applications have the id \"one-id\".");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApplicationProvider.of(ONE, Application.of("i", "one-key", "s")))
                .withMessage("Two applications have the key \"one-key\".");
    }

    @Test
    void aServerHasApplicationsOrAProvider() {
        ReverbServer.Builder none = ReverbServer.builder().transport(new InMemoryTransport());
        assertThatIllegalStateException()
                .isThrownBy(none::start)
                .withMessage("Give the server either applications or an application provider.");
        ReverbServer.Builder both = ReverbServer.builder()
                .transport(new InMemoryTransport())
                .application(ONE)
                .applicationProvider(ApplicationProvider.of(TWO));
        assertThatIllegalStateException().isThrownBy(both::start);
        assertThatIllegalStateException()
                .isThrownBy(ReverbServer.builder().application(ONE)::start)
                .withMessage("Give the server a transport.");
    }
}

package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Refusals that take more than a script: TLS, addresses, clients that do not go, and more than one application. */
class RefusalTest extends ScriptedTest {

    private static final String TARGET = "/app/app-key?protocol=7";
    private static final String UNKNOWN =
            "{\"event\":\"pusher:error\",\"data\":{\"code\":4001,\"message\":\"Application does not exist\"}}";

    private static void expectRefused(InMemoryClient client, int code, String message) {
        client.expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":" + code + ",\"message\":\"" + message + "\"}}")
                .expectClose(code, message)
                .expectDisconnected();
    }

    @Test
    void anApplicationMayTakeTlsOnly() {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .requireTls(true)
                .build();
        try (ReverbTester reverb = start(ReverbTester.builder().application(application))) {
            expectRefused(
                    reverb.open(TARGET), 4000, "Application only accepts TLS connections, reconnect using wss://");
            reverb.connect(InMemoryRequest.upgrade(TARGET).withTls(true)).expectNothing();
        }
    }

    @Test
    void anAddressMayHaveSoManyConnections() {
        try (ReverbTester reverb = start(ReverbTester.builder().server(server -> server.maxConnectionsPerAddress(2)))) {
            InMemoryRequest here = InMemoryRequest.upgrade(TARGET).withRemoteAddress("192.0.2.1");
            PusherClient first = reverb.connect(here);
            reverb.connect(here);
            expectRefused(reverb.open(here), 4100, "Over capacity");
            reverb.connect(here.withRemoteAddress("192.0.2.2"));
            first.socket().vanish();
            reverb.connect(here);
            expectRefused(reverb.open(here), 4100, "Over capacity");
            assertThat(reverb.await(reverb.server().connectionCount("app-id"))).isEqualTo(3);
        }
    }

    @Test
    void anAddressThatIsRefusedLeavesTheQuotaAlone() {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .maxConnections(2)
                .build();
        try (ReverbTester reverb = start(
                ReverbTester.builder().application(application).server(server -> server.maxConnectionsPerAddress(1)))) {
            InMemoryRequest here = InMemoryRequest.upgrade(TARGET).withRemoteAddress("192.0.2.1");
            reverb.connect(here);
            for (int i = 0; i < 5; i++) {
                expectRefused(reverb.open(here), 4100, "Over capacity");
            }
            reverb.connect(here.withRemoteAddress("192.0.2.2"));
            expectRefused(
                    reverb.open(here.withRemoteAddress("192.0.2.3")), 4004, "Application is over connection quota");
        }
    }

    @Test
    void whatComesInTheSegmentOfARefusedHandshakeIsNotHandled() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            reverb.transport().manual();
            InMemoryClient client = reverb.open("/app/none");
            client.send(
                    ClientFrame.text("{\"event\":\"pusher:ping\"}"),
                    ClientFrame.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}"));
            reverb.transport().automatic();
            expectRefused(client, 4001, "Application does not exist");
        }
    }

    @Test
    void aRefusedClientThatDoesNotGoIsDisconnected() {
        try (ReverbTester reverb = start(ReverbTester.builder())) {
            reverb.transport().manual();
            InMemoryClient client = reverb.open("/app/none").ignoreClose();
            reverb.transport().automatic();
            client.expectText(UNKNOWN).expectClose(4001, "Application does not exist");
            reverb.advance(Duration.ofSeconds(4));
            assertThat(client.isDisconnected()).isFalse();
            reverb.advance(Duration.ofSeconds(1));
            client.expectDisconnected();
        }
    }

    @Test
    void applicationsAreApart() {
        Application first = Application.of("1", "first-key", "first-secret");
        Application second = Application.of("2", "second-key", "second-secret");
        try (ReverbTester reverb =
                start(ReverbTester.builder().application(first).application(second))) {
            PusherClient ada = reverb.connect(first).subscribe("orders").expectSubscribed("orders");
            PusherClient bob = reverb.connect(second).subscribe("orders").expectSubscribed("orders");
            reverb.publish("orders", "E", "{}");
            ada.expect("E", "orders", "{}");
            bob.expectNothing();
            reverb.await(reverb.server().publish("2", "orders", "F", "{}"));
            bob.expect("F", "orders", "{}");
            ada.expectNothing();
            assertThat(reverb.await(reverb.server().connectionCount("1"))).isEqualTo(1);
            // Each signs with its own secret.
            ada.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"private-x\",\"auth\":\""
                            + dev.reverb.tck.PusherAuth.channel(second, ada.socketId(), "private-x") + "\"}}")
                    .expectSubscriptionError("private-x")
                    .expectError(4009);
        }
    }
}

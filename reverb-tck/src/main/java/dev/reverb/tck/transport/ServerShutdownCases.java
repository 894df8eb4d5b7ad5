package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.Transport;
import dev.reverb.spi.websocket.EncodedFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How a server goes: everybody is told, what was begun is finished, and what is left is the host's. */
abstract class ServerShutdownCases extends ServerCase {

    ServerShutdownCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    /** A server that shuts down and has told one client to go, but waits for another that has not read it yet. */
    private final class Draining {
        final ReverbServer server = start();
        final HttpClientLink begun = http();
        final PusherLink unaware = connect("orders");
        final PusherLink told = connect();
        final CompletionStage<Void> down;

        Draining() throws IOException {
            String publish = signed("POST", "/events", event("orders", "Begun", "1"));
            begun.send(publish.substring(0, publish.length() - 5));
            down = server.shutdown();
            turn();
            told.socket().expectClose(4200);
            told.socket().expectEnd();
            begun.send(publish.substring(publish.length() - 5));
        }

        void finish() throws IOException {
            unaware.socket().skipTo(EncodedFrame.CLOSE);
            await("the shutdown", down.toCompletableFuture()::isDone);
            unaware.socket().expectEnd();
        }
    }

    @Test
    void clientsAreToldToReconnect() throws IOException {
        ReverbServer server = start();
        List<PusherLink> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(connect("orders"));
        }
        CompletionStage<Void> down = server.shutdown();
        for (PusherLink client : clients) {
            client.socket().expectClose(4200);
            client.socket().expectEnd();
        }
        await("the shutdown", down.toCompletableFuture()::isDone);
    }

    @Test
    void nobodyIsLetInWhileTheServerDrains() throws IOException {
        Draining draining = new Draining();
        HttpAnswer refused = http().send(WebSocketLink.upgrade("/app/" + APPLICATION.key() + "?protocol=7"))
                .receive();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isPresent();
        HttpAnswer up = http().send(request("GET", "/up", "")).receive();
        assertThat(up.status()).isEqualTo(503);
        draining.finish();
    }

    @Test
    void whatWasBegunIsAnsweredWhileTheServerDrains() throws IOException {
        Draining draining = new Draining();
        assertThat(draining.begun.receive().status()).isEqualTo(200);
        assertThat(publish("orders", "Late", "2").status()).isEqualTo(200);
        draining.finish();
    }

    @Test
    void nothingIsLeftOfTheServer() throws IOException {
        start();
        connect("orders").socket().close();
        HttpClientLink kept = http();
        assertThat(kept.send(signed("GET", "/channels", "")).receive().status()).isEqualTo(200);
        closeClients();
        awaitShutdown();
        if (underTest().isMounted()) {
            HttpAnswer answer =
                    http().send(request("GET", "/apps/kit-id/channels", "")).receive();
            assertThat(answer.body()).as("The host answers by itself").doesNotContain("error");
            assertThat(http().send(WebSocketLink.upgrade("/app/" + APPLICATION.key()))
                            .receive(false)
                            .status())
                    .isNotEqualTo(101);
        } else {
            assertThatThrownBy(this::open).isInstanceOfAny(IOException.class, IllegalStateException.class);
        }
    }

    @Test
    void keptConnectionsDoNotHoldUpTheShutdown() throws IOException {
        start();
        HttpClientLink kept = http();
        assertThat(kept.send(signed("GET", "/channels", "")).receive().status()).isEqualTo(200);
        http().send("POST /apps/kit-id/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
        http().send("GET /up HT");
        awaitShutdown();
    }

    @Test
    void anotherServerMayFollow() throws Exception {
        start();
        PusherLink before = connect("orders");
        publish("orders", "Before", "1");
        before.expect("Before", "orders", "1");
        before.socket().close(1000, "");
        awaitShutdown();
        Transport successor = underTest().successor();
        Assumptions.assumeTrue(successor != null, "This transport has no successor");
        closeClients();
        start(settings(), successor);
        PusherLink after = connect("orders");
        publish("orders", "After", "2");
        after.expect("After", "orders", "2");
    }
}

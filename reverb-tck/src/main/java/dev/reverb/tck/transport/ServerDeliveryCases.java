package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ServerFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events to many: in one order for all, and without the slow holding up the others. */
abstract class ServerDeliveryCases extends ServerCase {

    private static final int PUBLISHERS = 3;
    private static final int EVENTS = KitSize.of(50, 2_000);

    /** What a slow consumer may have got before it is shut out: its backlog, and the system's buffers. */
    private static final long MOST_DELIVERED = APPLICATION.maxOutboundBytes() + (9L << 20);

    ServerDeliveryCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private void publishMany(int publisher, List<String> failed) {
        try (HttpClientLink http = new HttpClientLink(underTest().open())) {
            for (int i = 0; i < EVENTS; i++) {
                HttpAnswer answer = http.send(signed("POST", "/events", event("orders", "p" + publisher, "" + i)))
                        .receive();
                if (answer.status() != 200) {
                    failed.add(answer.toString());
                }
            }
        } catch (IOException ended) {
            failed.add(ended.toString());
        }
    }

    @Test
    void allSubscribersSeeOneOrder() throws Exception {
        start();
        List<PusherLink> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(connect("orders"));
        }
        List<String> failed = new CopyOnWriteArrayList<>();
        List<Thread> publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(publisher -> new Thread(() -> publishMany(publisher, failed), "kit-publisher-" + publisher))
                .toList();
        publishers.forEach(Thread::start);
        List<List<String>> seen = new ArrayList<>();
        for (PusherLink client : clients) {
            List<String> events = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS * EVENTS; i++) {
                ReceivedEvent event = client.next();
                events.add(event.event() + " " + event.data());
            }
            seen.add(events);
        }
        for (Thread publisher : publishers) {
            publisher.join(DEADLINE.toMillis());
        }
        assertThat(failed).isEmpty();
        assertThat(seen).allSatisfy(events -> assertThat(events).isEqualTo(seen.get(0)));
        for (int i = 0; i < PUBLISHERS; i++) {
            String prefix = "p" + i + " ";
            assertThat(seen.get(0).stream().filter(event -> event.startsWith(prefix)))
                    .isEqualTo(
                            IntStream.range(0, EVENTS).mapToObj(n -> prefix + n).toList());
        }
    }

    @Test
    void whispersAndEventsArriveWhole() throws IOException {
        start();
        PusherLink ada = connect("private-chat");
        PusherLink bob = connect("private-chat");
        for (int i = 0; i < 50; i++) {
            ada.send(PusherMessage.whisper("private-chat", "client-n", "" + i));
            bob.expect("client-n", "private-chat", "" + i);
            publish("private-chat", "e", "x".repeat(i * 500));
            bob.expect("e", "private-chat", "x".repeat(i * 500));
            ada.expect("e", "private-chat", "x".repeat(i * 500));
        }
    }

    @Test
    void aSlowConsumerIsShutOutAndOthersAreNot() throws IOException {
        ReverbServer server = start();
        PusherLink slow = connect("orders");
        PusherLink quick = connect("orders");
        PusherLink other = connect("orders");
        String data = "x".repeat(100_000);
        for (int i = 0; i < 200; i++) {
            server.publish(APPLICATION.id(), "orders", "e" + i, data);
            turn();
            quick.expect("e" + i, "orders", data);
            other.expect("e" + i, "orders", data);
        }
        long delivered = 0;
        ServerFrame frame = slow.socket().next();
        while (frame.opcode() == EncodedFrame.TEXT) {
            delivered += frame.payload().length;
            frame = slow.socket().next();
        }
        assertThat(frame).hasToString("CLOSE 4100 Slow consumer");
        assertThat(delivered).isLessThan(MOST_DELIVERED);
        slow.socket().expectEnd();
        publish("orders", "after", "1");
        quick.expect("after", "orders", "1");
        other.expect("after", "orders", "1");
    }

    @Test
    void aSlowConsumerThatIsGoneTroublesNobody() throws IOException {
        ReverbServer server = start();
        PusherLink slow = connect("orders");
        PusherLink quick = connect("orders");
        String data = "x".repeat(100_000);
        for (int i = 0; i < 60; i++) {
            server.publish(APPLICATION.id(), "orders", "e" + i, data);
            turn();
            quick.expect("e" + i, "orders", data);
            if (i == 30) {
                slow.socket().reset();
            }
        }
        await("one connection", () -> count(server) == 1);
    }

    @Test
    void clientsThatComeAndGoLeaveNothingBehind() throws IOException {
        ReverbServer server = start();
        int rounds = underTest().isSecure() ? KitSize.of(2, 50) : KitSize.of(10, 200);
        for (int round = 0; round < rounds; round++) {
            List<PusherLink> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                PusherLink client = connect("orders").subscribe("room-" + i);
                client.subscribe("presence-room", "{\"user_id\":\"" + i + "\"}");
                clients.add(client);
            }
            clients.get(0).socket().close(1000, "");
            for (PusherLink client : clients) {
                client.socket().reset();
            }
            closeClients();
        }
        await("no connection", () -> count(server) == 0);
        await("no channel", () -> {
            try {
                return get("/channels").body().equals("{\"channels\":{}}");
            } catch (IOException failed) {
                throw new AssertionError(failed);
            }
        });
    }

    private int count(ReverbServer server) {
        var count = server.connectionCount(APPLICATION.id()).toCompletableFuture();
        await("the count", count::isDone);
        return count.join();
    }
}

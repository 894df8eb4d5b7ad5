package dev.reverb.broadcasting.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.EncryptionMasterKey;
import dev.reverb.ReverbServer;
import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.FailedBroadcast;
import dev.reverb.broadcasting.MemoryQueue;
import dev.reverb.broadcasting.SocketIdScope;
import dev.reverb.broadcasting.connection.HttpConnection;
import dev.reverb.broadcasting.connection.LocalConnection;
import dev.reverb.broadcasting.connection.LogConnection;
import dev.reverb.broadcasting.connection.NullConnection;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import dev.reverb.broadcasting.spi.TransactionBinding;
import dev.reverb.broadcasting.testing.BroadcastFake;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;

/** The code in docs/broadcasting.md. */
class BroadcastingGuideTest {

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastingGuideTest.class);

    private final BroadcastFake fake = BroadcastFake.create(builder ->
            builder.encryptionKey(EncryptionMasterKey.ofBase64("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")));
    private final Broadcaster broadcaster = fake.broadcaster();

    @Test
    void startsWithAServerInTheProcess() {
        try (ReverbTester reverb = ReverbTester.start()) {
            ReverbServer server = reverb.server();
            // [local]
            Broadcaster broadcaster = Broadcaster.builder()
                    .connection("reverb", LocalConnection.to(server, "app-id"))
                    .events("com.acme.events")
                    .build();
            // [local]
            PusherClient client = reverb.connect().subscribe("orders").expectSubscribed("orders");
            BlockingQueue<FailedBroadcast> none = new LinkedBlockingQueue<>();
            broadcaster.on("orders").send();
            broadcaster.close();
            client.expect("AnonymousEvent", "orders", "{}");
            assertThat(none).isEmpty();
        }
    }

    @Test
    void publishesToOtherServers() {
        // [http]
        HttpConnection reverb = HttpConnection.builder(
                        URI.create("https://reverb.example.com"), "my-app-id", "my-app-key", "my-app-secret")
                .build();
        HttpConnection pusher =
                HttpConnection.pusher("eu", "1234", "their-key", "their-secret").build();

        Broadcaster broadcaster = Broadcaster.builder()
                .connection("reverb", reverb)
                .connection("pusher", pusher)
                .connection("log", LogConnection.create())
                .connection("null", NullConnection.create())
                .defaultConnection("reverb")
                .build();
        // [http]
        broadcaster.on("orders").via("null").sendNow();
        broadcaster.close();
    }

    @Test
    void takesAConnectionOfOnesOwn() {
        BlockingQueue<String> stream = new LinkedBlockingQueue<>();
        // [connection]
        BroadcastConnection toStream = message -> {
            stream.add(message.event() + " on " + message.channels() + ": " + message.data());
            return CompletableFuture.completedFuture(null);
        };
        // [connection]
        Broadcaster.builder()
                .connection("stream", toStream)
                .build()
                .on("orders")
                .sendNow();
        assertThat(stream).containsExactly("AnonymousEvent on [orders]: {}");
    }

    @Test
    void sends() {
        // [send]
        broadcaster.send(new OrderShipped(7, "DHL"));
        // [send]
        // [sendNow]
        broadcaster.sendNow(new OrderShipped(7, "DHL"));
        // [sendNow]
        // [toOthers]
        broadcaster.event(new OrderShipped(7, "DHL")).toOthers().send();
        // [toOthers]
        // [via]
        broadcaster.event(new OrderShipped(7, "DHL")).via("pusher").send();
        // [via]
        fake.assertBroadcast(OrderShipped.class).onPrivate("orders.7").times(4);
        fake.assertBroadcast(OrderShipped.class).sentNow().once();
        fake.assertBroadcast(OrderShipped.class).via("pusher").once();
        broadcaster.send(new OrderPlaced(7, 100, "4711"));
        fake.assertNotBroadcast(OrderPlaced.class);
        broadcaster.send(new OrderPlaced(7, 101, "4711"));
        fake.assertBroadcast("order.placed")
                .withData(Map.of("id", 7, "amount", 101))
                .onQueue("low")
                .via("reverb")
                .via("pusher");
    }

    @Test
    @SuppressWarnings("try") // The scope is there to be closed only.
    void knowsTheSocketIdOfTheRequestAtHand() {
        Map<String, String> headers = Map.of("X-Socket-ID", "123.456");
        // [scope]
        try (SocketIdScope scope = SocketIdScope.open(headers.get(SocketIdScope.HEADER))) {
            broadcaster.event(new OrderShipped(7, "DHL")).toOthers().send();
        }
        // [scope]
        String socketId = "123.456";
        // [socketId]
        broadcaster.event(new OrderShipped(7, "DHL")).toOthers(socketId).send();
        // [socketId]
        fake.assertBroadcast(OrderShipped.class).toOthers("123.456").times(2);
    }

    private record Order(long id, String customer) {}

    @Test
    void sendsAnonymousEvents() {
        Order order = new Order(7, "Ada");
        // [anonymous]
        broadcaster.on("orders." + order.id()).named("OrderPlaced").with(order).send();
        // [anonymous]
        // [anonymous-all]
        broadcaster
                .onPrivate("orders.7")
                .onPresence("warehouse")
                .onEncryptedPrivate("customers.7")
                .with(Map.of("state", "packed"))
                .toOthers()
                .via("pusher")
                .sendNow();
        // [anonymous-all]
        fake.assertBroadcast("OrderPlaced")
                .on("orders.7")
                .withData("customer", "Ada")
                .once();
        fake.assertBroadcast("AnonymousEvent").onEncryptedPrivate("customers.7").once();
    }

    @Test
    void setsUpAQueue() {
        List<FailedBroadcast> lost = new ArrayList<>();
        Consumer<FailedBroadcast> report = lost::add;
        // [queue]
        MemoryQueue queue = MemoryQueue.builder()
                .maxMessages(50_000)
                .maxBytes(64 * 1024 * 1024)
                .retryFor(Duration.ofMinutes(2))
                .drainTimeout(Duration.ofSeconds(5))
                .build();
        Broadcaster broadcaster = Broadcaster.builder()
                .connection("reverb", NullConnection.create())
                .queue(queue)
                .onFailure(failed -> report.accept(failed))
                .build();
        // [queue]
        broadcaster.on("orders").send();
        broadcaster.close();
        assertThat(queue.waiting()).isZero();
        assertThat(lost).isEmpty();
    }

    /** A stand-in for a broker's client. */
    private static final class Broker {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

        void publish(String topic, String text) {
            texts.add(topic + " " + text);
        }

        String take() throws InterruptedException {
            String text = texts.poll(30, TimeUnit.SECONDS);
            return text == null ? "" : text.substring(text.indexOf(' ') + 1);
        }
    }

    // [broker]
    private record BrokerQueue(Broker broker, ObjectMapper json) implements BroadcastQueue {

        @Override
        public void start(BroadcastDelivery delivery) {}

        @Override
        public void push(QueuedBroadcast broadcast) {
            broker.publish("broadcasts." + broadcast.queue(), json.writeValueAsString(broadcast));
        }

        @Override
        public void close() {}
    }
    // [broker]

    @Test
    void queuesInABroker() throws Exception {
        Broker broker = new Broker();
        BlockingQueue<String> published = new LinkedBlockingQueue<>();
        Broadcaster.Builder builder = Broadcaster.builder().connection("reverb", message -> {
            published.add(message.event());
            return CompletableFuture.completedFuture(null);
        });
        Broadcaster broadcaster = builder.queue(
                        new BrokerQueue(broker, fake.broadcaster().objectMapper()))
                .build();
        broadcaster.on("orders").named("e").send();
        String text = broker.take();
        // [worker]
        QueuedBroadcast queued = broadcaster.objectMapper().readValue(text, QueuedBroadcast.class);
        broadcaster.deliver(queued).whenComplete((done, failed) -> {
            if (failed instanceof BroadcastException told && told.reason().isRetryable()) {
                LOG.info("The broker has to bring it again", failed);
            }
        });
        // [worker]
        assertThat(published).containsExactly("e");
    }

    @Test
    void takesPartInTransactions() {
        List<Runnable> committed = new ArrayList<>();
        // [transactions]
        TransactionBinding transactions = task -> {
            if (!Transactions.isOpen()) {
                return false;
            }
            Transactions.afterCommit(task);
            return true;
        };
        // [transactions]
        Transactions.tasks = committed;
        Broadcaster broadcaster = Broadcaster.builder()
                .fallbackConnection(NullConnection.create())
                .afterCommit(transactions)
                .build();
        broadcaster.send(new OrderPlaced(7, 101, ""));
        assertThat(committed).hasSize(1);
        committed.get(0).run();
        broadcaster.close();
    }

    /** A stand-in for what knows transactions. */
    private static final class Transactions {
        static List<Runnable> tasks = new ArrayList<>();

        static boolean isOpen() {
            return true;
        }

        static void afterCommit(Runnable task) {
            tasks.add(task);
        }
    }

    @Test
    void encrypts() {
        String masterKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        // [encryption]
        Broadcaster broadcaster = Broadcaster.builder()
                .connection("reverb", NullConnection.create())
                .encryptionKey(EncryptionMasterKey.ofBase64(masterKey))
                .build();
        broadcaster
                .onEncryptedPrivate("messages.7")
                .named("Message")
                .with(Map.of("text", "psst"))
                .send();
        // [encryption]
        broadcaster.close();
    }

    @Test
    void isTested() {
        // [testing]
        BroadcastFake fake = BroadcastFake.create();
        new OrderService(fake.broadcaster()).ship(7);

        fake.assertBroadcast(OrderShipped.class)
                .onPrivate("orders.7")
                .withData("carrier", "DHL")
                .once();
        fake.assertBroadcast(OrderShipped.class)
                .with(event -> event.orderId() == 7)
                .onQueue("default");
        fake.assertNotBroadcast(OrderPlaced.class);
        // [testing]
        fake.clear();
        // [testing-nothing]
        fake.assertNothingBroadcast();
        // [testing-nothing]
    }
}

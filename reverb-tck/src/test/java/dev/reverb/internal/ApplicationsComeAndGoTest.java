package dev.reverb.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.application.Webhook;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.protocol.SubscriptionGate;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryBus;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.InMemoryTransport;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server may see any number of applications one after the other: what it keeps of each goes when nobody uses it. */
@Timeout(120)
class ApplicationsComeAndGoTest {

    private static final int MANY = 10_000;
    private static final Duration KEPT =
            Duration.ofSeconds(ApplicationTable.KEPT_SECONDS + 2 * ApplicationTable.SWEEP_SECONDS);

    private final FakeClock clock = new FakeClock();
    private final InMemoryTransport transport = new InMemoryTransport(2, Framing.RAW);
    private final List<WeakReference<Application>> made = new ArrayList<>();

    /** Makes an application anew for each question, as one that asks a database does. */
    private final class Making implements ApplicationProvider {

        private final Function<String, Application> make;

        Making(Function<String, Application> make) {
            this.make = make;
        }

        @Override
        public CompletionStage<Optional<Application>> findByKey(String key) {
            Application application = make.apply(key);
            made.add(new WeakReference<>(application));
            return CompletableFuture.completedFuture(Optional.of(application));
        }

        @Override
        public CompletionStage<Optional<Application>> findById(String id) {
            return findByKey(id);
        }
    }

    private static Application plain(String id) {
        return Application.of(id, id, "secret");
    }

    private static Application withHook(String id) {
        return Application.builder(id, id, "secret")
                .webhooks(Webhook.to("http://127.0.0.1:9/").forChannelsStartingWith("nobody-is-on-this"))
                .build();
    }

    private Engine start(Function<String, Application> make) throws Exception {
        return Engines.start(new Making(make), transport, clock, SubscriptionGate.OPEN);
    }

    private void comeAndGo(Engine engine, int count) {
        for (int i = 0; i < count; i++) {
            String id = "app-" + i;
            InMemoryClient client = transport.connect("/app/" + id);
            client.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a\"}}");
            engine.publish(id, List.of(Publication.of("a", "E", "{}")));
            transport.settle();
            client.vanish();
            if (i % 1_000 == 0) {
                advance(KEPT);
            }
        }
    }

    private void advance(Duration time) {
        for (Duration left = time; !left.isNegative(); left = left.minusSeconds(1)) {
            clock.advance(Duration.ofSeconds(1));
            transport.settle();
        }
    }

    /** Sweeps until the collector has been there. */
    private void awaitNothingRemembered(Engine engine) {
        advance(KEPT);
        while (engine.rememberedApplications() > 0) {
            System.gc();
            advance(Duration.ofSeconds(ApplicationTable.SWEEP_SECONDS));
        }
    }

    @Test
    void tenThousandLeaveNothingBehind() throws Exception {
        Engine engine = start(ApplicationsComeAndGoTest::withHook);
        comeAndGo(engine, MANY);
        awaitNothingRemembered(engine);
        assertThat(made.stream().filter(application -> application.get() != null))
                .isEmpty();
    }

    @Test
    void norDoTheyInACluster() throws Exception {
        InMemoryCluster cluster = new InMemoryCluster(clock);
        List<InMemoryBus> buses = new ArrayList<>();
        Engine engine =
                Engines.join(new Making(ApplicationsComeAndGoTest::plain), transport, clock, (ticker, scheduler) -> {
                    InMemoryBus bus = cluster.open();
                    buses.add(bus);
                    return bus;
                });
        comeAndGo(engine, MANY / 10);
        awaitNothingRemembered(engine);
        assertThat(buses.get(0).applications()).isZero();

        InMemoryClient back = transport.connect("/app/app-7");
        back.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a\"}}");
        transport.settle();
        assertThat(engine.publish("app-7", List.of(Publication.of("a", "E", "{}"))))
                .isCompleted();
        assertThat(cluster.violations()).isEmpty();
    }

    @Test
    void whatIsInUseStays() throws Exception {
        Engine engine = start(ApplicationsComeAndGoTest::plain);
        InMemoryClient connected = transport.connect("/app/connected").keepAlive();
        engine.publish("keeping", List.of(Publication.of("cache-a", "E", "{}")));
        transport.settle();
        ApplicationState ofConnected = engine.stateOf("connected");
        ApplicationState ofKeeping = engine.stateOf("keeping");
        for (int i = 0; i < 3; i++) {
            advance(KEPT);
            System.gc();
        }
        assertThat(engine.stateOf("connected")).isSameAs(ofConnected);
        assertThat(ofConnected.connections()).isOne();
        assertThat(engine.stateOf("keeping")).isSameAs(ofKeeping);
        assertThat(ofKeeping.channels().all()).hasSize(1);
        connected.vanish();
    }

    @Test
    void whoStillHoldsAnApplicationMeetsThoseWhoComeLater() throws Exception {
        Engine engine = start(ApplicationsComeAndGoTest::plain);
        ApplicationState held = engine.stateOf("app");
        advance(KEPT);
        assertThat(engine.stateOf("app")).isSameAs(held);
    }

    @Test
    void anApplicationMadeAnewIsKeptOnceForAllItsConnections() throws Exception {
        start(ApplicationsComeAndGoTest::plain);
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(transport.connect("/app/app"));
        }
        advance(Duration.ofSeconds(20));
        assertThat(made).hasSizeGreaterThan(100);
        while (reachable() > 1) {
            System.gc();
        }
        assertThat(reachable()).isOne();
        clients.forEach(InMemoryClient::vanish);
    }

    private long reachable() {
        return made.stream().filter(application -> application.get() != null).count();
    }
}

package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryBus;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Whole servers on one cluster. Everything happens on the test's thread, and at the end nothing may be left anywhere. */
final class Servers implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(100);

    private final FakeClock clock = new FakeClock();
    final InMemoryCluster cluster = new InMemoryCluster(clock);
    private final Application application;
    private final boolean ownProvider;
    private final Consumer<ReverbServer.Builder> settings;
    private final List<ReverbTester> running = new ArrayList<>();
    private final List<InMemoryBus> buses = new ArrayList<>();
    private final Set<ReverbTester> killed = new HashSet<>();
    private final List<PusherClient> clients = new ArrayList<>();

    Servers(int count, Application application, Consumer<ReverbServer.Builder> settings) {
        this(count, application, false, settings);
    }

    /** With an application provider among the settings, where that is the test's own. */
    Servers(int count, Application application, boolean ownProvider, Consumer<ReverbServer.Builder> settings) {
        this.application = application;
        this.ownProvider = ownProvider;
        this.settings = settings;
        for (int i = 0; i < count; i++) {
            start();
        }
    }

    static Servers start(int count, Application application) {
        return new Servers(count, application, server -> {});
    }

    /** One more. */
    ReverbTester start() {
        ReverbTester.Builder builder = ReverbTester.builder();
        if (ownProvider) {
            builder.ownProvider();
        }
        ReverbTester started = builder.application(application)
                .lanes(2)
                .server(settings)
                .server(server -> server.scaling((ticker, scheduler) -> {
                    InMemoryBus bus = cluster.open();
                    buses.add(bus);
                    return bus;
                }))
                .start();
        running.add(started);
        return started;
    }

    ReverbTester server(int number) {
        return running.get(number);
    }

    InMemoryBus bus(int number) {
        return buses.get(number);
    }

    PusherClient connect(int number) {
        PusherClient client = running.get(number).connect();
        clients.add(client);
        return client;
    }

    /** Runs everything until nothing is left to do. */
    void settle() {
        boolean more = true;
        while (more) {
            more = cluster.settle() > 0;
            for (ReverbTester server : running) {
                for (int lane = 0; lane < 2; lane++) {
                    more |= server.transport().lane(lane).pendingTasks() > 0;
                }
                server.transport().settle();
            }
        }
    }

    /** Runs everything, so that a stage is complete. */
    <T> CompletionStage<T> settled(CompletionStage<T> stage) {
        settle();
        return stage;
    }

    void advance(Duration time) {
        settle();
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            clock.advance(step);
            running.forEach(server -> server.advance(step));
            settle();
            left = left.minus(step);
        }
    }

    /** The process of a server ends: its clients hear nothing more, and the others nothing of it. */
    void kill(int number) {
        buses.get(number).kill();
        killed.add(running.get(number));
    }

    @Override
    public void close() {
        cluster.automatic();
        running.forEach(server -> server.transport().automatic());
        settle();
        clients.stream()
                .filter(client -> !client.socket().isDisconnected())
                .forEach(client -> client.socket().vanish());
        // Connections are counted once a second.
        advance(Duration.ofSeconds(2));
        assertThat(cluster.violations()).isEmpty();
        // It can be asked nothing any more.
        killed.forEach(ReverbTester::shutdown);
        running.forEach(ReverbTester::close);
        settle();
        assertThat(cluster.violations()).isEmpty();
        assertThat(cluster.isEmpty()).isTrue();
    }
}

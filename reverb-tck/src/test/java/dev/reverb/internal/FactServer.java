package dev.reverb.internal;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.Member;
import dev.reverb.event.ServerListener;
import dev.reverb.internal.channels.FactSink;
import dev.reverb.internal.protocol.SubscriptionGate;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.InMemoryTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** A server in memory whose channels tell a sink of the test's what happens on them. */
public final class FactServer {

    private volatile Application application;
    private final InMemoryTransport transport;
    private final FakeClock clock = new FakeClock();
    private final Engine engine;

    public FactServer(Application application, int lanes, Framing framing) {
        this(application, lanes, framing, SubscriptionGate.OPEN);
    }

    public FactServer(Application application, int lanes, Framing framing, SubscriptionGate gate) {
        this(application, lanes, framing, gate, List.of());
    }

    public FactServer(
            Application application,
            int lanes,
            Framing framing,
            SubscriptionGate gate,
            List<ServerListener> listeners) {
        this.application = application;
        this.transport = new InMemoryTransport(lanes, framing);
        try {
            engine = Engines.start(new Present(), transport, clock, gate, listeners);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        serve(application);
    }

    /** From now on clients connect to the application with these settings. The sink has to be told anew. */
    public void serve(Application settings) {
        application = settings;
        // An application's own sink is set when the first client connects.
        open(0).vanish();
    }

    private final class Present implements ApplicationProvider {

        @Override
        public CompletionStage<Optional<Application>> findByKey(String key) {
            return CompletableFuture.completedFuture(Optional.of(application));
        }

        @Override
        public CompletionStage<Optional<Application>> findById(String id) {
            return findByKey(id);
        }
    }

    public Application application() {
        return application;
    }

    public InMemoryTransport transport() {
        return transport;
    }

    /** From now on another sink is told. */
    public void tell(FactSink sink) {
        engine.stateOf(application.id()).channels().tell(sink);
    }

    /** Opens a connection on a lane. */
    public InMemoryClient open(int lane) {
        return transport.connect(InMemoryRequest.upgrade("/app/" + application.key() + "?protocol=7"), lane);
    }

    public void publish(String channel, String event, String data) {
        engine.publish(application.id(), List.of(Publication.of(channel, event, data)));
    }

    public void advance(Duration time) {
        Duration left = time;
        while (!left.isZero()) {
            Duration next = clock.untilNextTask().orElse(left);
            Duration step = next.compareTo(left) < 0 ? next : left;
            clock.advance(step);
            transport.settle();
            left = left.minus(step);
        }
    }

    /** The channels that exist, occupied or not, without those of users. */
    public Set<String> channels() {
        transport.settle();
        return engine.stateOf(application.id()).channels().all().stream()
                .map(channel -> channel.name().toString())
                .filter(name -> !name.startsWith("#"))
                .collect(Collectors.toSet());
    }

    public int connections() {
        return settled(engine.connectionCount(application.id()));
    }

    public ChannelInfo channel(String name) {
        return settled(engine.channel(application.id(), name));
    }

    public List<Member> members(String name) {
        return settled(engine.members(application.id(), name));
    }

    private <T> T settled(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        transport.settle();
        return future.join();
    }

    /** Shuts down, and lets the time pass that this takes. */
    public void shutdown() {
        engine.shutdown();
        transport.settle();
        advance(Duration.ofMinutes(1));
    }
}

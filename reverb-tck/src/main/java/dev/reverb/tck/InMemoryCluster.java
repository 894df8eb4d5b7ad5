package dev.reverb.tck;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A scaling back-end without a network: joins servers of one JVM to a cluster, so that tests of many servers need neither Redis nor
 * waiting. Each server gets a {@link #open bus}. What the back-end does it does at once, in the call; what the servers are told
 * of it, answers included, is a delivery, and deliveries of one channel to one server have their order.
 *
 * <pre>{@code
 * FakeClock clock = new FakeClock();
 * InMemoryCluster cluster = new InMemoryCluster(clock);
 * InMemoryBus one = cluster.open();
 * InMemoryBus two = cluster.open();
 * …
 * cluster.takeAway();                      // the back-end is gone …
 * cluster.bringBack();                     // … and back
 * two.kill();                              // a server's process has ended
 * clock.advance(InMemoryCluster.LEASE);    // and now everybody knows
 * }</pre>
 *
 * <p>By default deliveries are made at once, before the call returns that caused them, on its thread. In {@linkplain #manual() manual}
 * mode none is made unless the test makes it: all of them with {@link #settle}, or one here and one there with
 * {@link InMemoryBus#deliver}, which is how a test forces an interleaving. With an executor of one's own they are made by its threads.
 *
 * <p>It watches the servers: whoever calls a bus against its contract gets an {@link IllegalStateException}, and that, like whatever
 * a listener throws, is noted in {@link #violations}. Safe for any thread.
 */
public final class InMemoryCluster implements ScalingBackend {

    /** How long a server that has gone without good-bye is still counted: {@code 10} seconds. */
    public static final Duration LEASE = Duration.ofSeconds(10);

    /** How many events a server keeps at most while the back-end is away, unless set otherwise: {@value}. */
    public static final int DEFAULT_MAX_BUFFERED_MESSAGES = 1_000;

    /** After how long facts are told again that a server could not pass on. */
    private static final Duration FACT_RETRY = Duration.ofSeconds(1);

    private final Object lock = new Object();
    private final Ticker ticker;
    private final Scheduler scheduler;
    private final Deliveries deliveries;
    private final FactLedger facts;
    private final SharedState state;
    private final List<InMemoryBus> buses = new ArrayList<>();
    private final List<InMemoryBus> members = new ArrayList<>();
    private int maxBufferedMessages = DEFAULT_MAX_BUFFERED_MESSAGES;
    private boolean away;
    private Scheduler.Cancellable release = () -> {};

    /**
     * A cluster without servers, whose time is advanced by hand.
     *
     * @param clock the time of leases, kept events and facts
     */
    public InMemoryCluster(FakeClock clock) {
        this(clock, clock, Runnable::run);
    }

    /**
     * A cluster without servers.
     *
     * @param ticker where the back-end reads the time
     * @param scheduler tells the end of leases and of grace times
     * @param executor makes the deliveries; with several threads different channels are told at the same time
     */
    public InMemoryCluster(Ticker ticker, Scheduler scheduler, Executor executor) {
        this.ticker = ticker;
        this.scheduler = scheduler;
        deliveries = new Deliveries(executor);
        facts = new FactLedger(scheduler, this::change, this::giveFacts);
        state = new SharedState(ticker, facts);
    }

    /**
     * Makes the bus of another server.
     *
     * @return a bus that has not been started
     */
    public InMemoryBus open() {
        synchronized (lock) {
            InMemoryBus bus = new InMemoryBus(this, buses.size() + 1);
            buses.add(bus);
            return bus;
        }
    }

    /** As {@link #open()}: time is the cluster's. */
    @Override
    public InMemoryBus open(Ticker serversTicker, Scheduler serversScheduler) {
        return open();
    }

    /**
     * The buses that have been made, in their order: how a test reaches those of servers that it gave the cluster to.
     *
     * @return all of them, also those that have ended
     */
    public List<InMemoryBus> buses() {
        synchronized (lock) {
            return List.copyOf(buses);
        }
    }

    /**
     * Sets how many events a server keeps while the back-end is away.
     *
     * @param messages zero or more
     * @return this cluster
     * @throws IllegalArgumentException where it is negative
     */
    public InMemoryCluster maxBufferedMessages(int messages) {
        if (messages < 0) {
            throw new IllegalArgumentException("Not a number of events: " + messages);
        }
        synchronized (lock) {
            maxBufferedMessages = messages;
        }
        return this;
    }

    /**
     * From now on nothing is delivered unless the test does it.
     *
     * @return this cluster
     */
    public InMemoryCluster manual() {
        deliveries.setManual(true);
        return this;
    }

    /**
     * From now on everything is delivered at once; this is how a cluster begins.
     *
     * @return this cluster
     */
    public InMemoryCluster automatic() {
        deliveries.setManual(false);
        return this;
    }

    /**
     * Makes all deliveries that wait, and those that come of them, on this thread.
     *
     * @return how many there were
     */
    public int settle() {
        return deliveries.settle();
    }

    /**
     * How many deliveries wait, of all servers.
     *
     * @return the number
     */
    public int pendingDeliveries() {
        return deliveries.pending();
    }

    /** The back-end is gone, for all servers. Does nothing where it is. */
    public void takeAway() {
        change(() -> {
            if (!away) {
                away = true;
                List.copyOf(state.connected()).forEach(this::disconnect);
            }
        });
    }

    /** The back-end is back, and knows what it knew. All servers that are not cut off are told, and have said all there is to say. */
    public void bringBack() {
        bringBack(false);
    }

    /** The back-end is back, and has forgotten everything. */
    public void bringBackEmpty() {
        bringBack(true);
    }

    private void bringBack(boolean empty) {
        change(() -> {
            if (away) {
                away = false;
                if (empty) {
                    forget();
                }
                List<InMemoryBus> all = List.copyOf(members);
                all.stream()
                        .filter(server -> server.isLeaseOver() && !isInReach(server))
                        .forEach(this::takeOver);
                reconnect(all.stream().filter(InMemoryCluster::isInReach).toList(), empty);
            }
        });
    }

    private static boolean isInReach(InMemoryBus server) {
        return !server.isStopped() && !server.isCutOff();
    }

    /** Servers that are not there when it happens have a lease to put back what they have, before they are taken for dead. */
    private void forget() {
        state.forget();
        facts.forget();
        members.forEach(InMemoryBus::endOldLease);
        members.removeIf(InMemoryBus::isStopped);
        release.cancel();
        release = scheduler.schedule(() -> change(() -> members.forEach(InMemoryBus::release)), LEASE);
    }

    /**
     * Whether the back-end knows of no user, no subscription and no connection. Kept events and facts pass by themselves.
     *
     * @return true for a cluster that everybody has left
     */
    public boolean isEmpty() {
        synchronized (lock) {
            return state.isEmpty();
        }
    }

    /**
     * What has been done against the contract of {@link dev.reverb.spi.scaling}.
     *
     * @return one sentence each; empty where all is well
     */
    public List<String> violations() {
        return deliveries.violations();
    }

    // What buses ask for. Where it says "locked", the caller is within change or get.

    void change(Runnable change) {
        synchronized (lock) {
            change.run();
        }
        deliveries.run();
    }

    <T> T get(Supplier<T> change) {
        T result;
        synchronized (lock) {
            result = change.get();
        }
        deliveries.run();
        return result;
    }

    /** Without the deliveries that others may have caused. */
    <T> T read(Supplier<T> question) {
        synchronized (lock) {
            return question.get();
        }
    }

    Ticker ticker() {
        return ticker;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** Locked. */
    SharedState state() {
        return state;
    }

    /** Locked. */
    boolean isAway() {
        return away;
    }

    /** Locked. */
    int maxBufferedMessages() {
        return maxBufferedMessages;
    }

    /** Locked: a server comes. */
    void join(InMemoryBus server) {
        members.add(server);
        reconnect(List.of(server), false);
    }

    /** Locked: a server is out of reach; once its lease is over, it counts no more. */
    void disconnect(InMemoryBus server) {
        state.connected().remove(server);
        server.disconnected();
        server.setLease(scheduler.schedule(() -> change(() -> endLease(server)), LEASE));
    }

    private void endLease(InMemoryBus server) {
        server.endLease();
        if (!away) {
            takeOver(server);
        }
    }

    private void takeOver(InMemoryBus server) {
        server.fence();
        clearUp(server);
    }

    /** Locked: a server has said good-bye. */
    void leave(InMemoryBus server) {
        state.connected().remove(server);
        clearUp(server);
    }

    private void clearUp(InMemoryBus server) {
        state.takeOut(server);
        if (server.isStopped()) {
            members.remove(server);
        }
        facts.batchesOf(server).forEach(batch -> give(batch, successor(server)));
    }

    /** Locked: servers are in reach again. First all put back what they have, then each is told what others have. */
    void reconnect(List<InMemoryBus> servers, boolean hold) {
        servers.forEach(InMemoryBus::putBack);
        servers.forEach(InMemoryBus::sayAnew);
        state.connected().addAll(servers);
        servers.forEach(server -> server.refresh(hold));
        servers.forEach(InMemoryBus::sendBuffered);
        for (FactLedger.Batch batch : facts.batchesOf(null)) {
            give(batch, successor(null));
        }
        servers.forEach(server -> facts.batchesOf(server).forEach(this::finishIfPassedOn));
        facts.applications().forEach(this::giveFacts);
    }

    private void finishIfPassedOn(FactLedger.Batch batch) {
        if (batch.isPassedOn()) {
            facts.finish(batch);
        }
    }

    private void giveFacts(String appId) {
        if (away || state.connected().isEmpty()) {
            return;
        }
        FactLedger.Batch batch = facts.next(appId);
        if (batch != null) {
            give(batch, successor(null));
        }
    }

    /** The connected server that follows another in the order in which they came; after the last comes the first. */
    private @Nullable InMemoryBus successor(@Nullable InMemoryBus server) {
        List<InMemoryBus> connected = state.connected();
        int number = server == null ? 0 : server.number();
        return connected.stream()
                .filter(other -> other.number() > number)
                .findFirst()
                .orElse(connected.isEmpty() ? null : connected.get(0));
    }

    private void give(FactLedger.Batch batch, @Nullable InMemoryBus server) {
        batch.give(server);
        batch.setPassedOn(false);
        if (server != null) {
            List<ClusterFact> told = batch.facts();
            server.pass(batch.appId(), batch.id(), told, failed -> change(() -> passedOn(batch, server, failed)));
        }
    }

    private void passedOn(FactLedger.Batch batch, InMemoryBus server, boolean failed) {
        if (!facts.isUnderWay(batch) || server.isStopped()) {
            return;
        }
        if (!failed && state.connected().contains(server)) {
            // Whoever has it meanwhile: it is told to nobody again.
            facts.finish(batch);
            giveFacts(batch.appId());
        } else if (!failed) {
            batch.setPassedOn(batch.server() == server);
        } else if (batch.server() == server) {
            scheduler.schedule(() -> change(() -> passToNext(batch, server)), FACT_RETRY);
        }
    }

    private void passToNext(FactLedger.Batch batch, InMemoryBus server) {
        if (facts.isUnderWay(batch) && batch.server() == server) {
            give(batch, successor(server));
        }
    }

    @Override
    public String toString() {
        synchronized (lock) {
            return "InMemoryCluster[" + members.size() + " servers" + (away ? ", away]" : "]");
        }
    }
}

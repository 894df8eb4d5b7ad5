package dev.reverb.internal;

import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.Homes;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.internal.connection.OutboundBudget;
import dev.reverb.internal.event.EventHub;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a server: those of its transports, each with the engine's worker, and where transports have none, as many of
 * the engine's own as there are cores. Which lanes are home to channels is settled when the first channel needs to know, and
 * never changes. Any thread.
 */
final class Lanes implements Homes {

    private final List<Transport> transports;
    private final Ticker ticker;
    private final OutboundBudget budget;
    private final int maxPendingEvents;
    private final MetricsRecorder metrics;
    private final EventHub events;
    private final ConcurrentHashMap<Lane, LaneWorker> workers = new ConcurrentHashMap<>();
    private final List<LaneWorker> inOrder = new CopyOnWriteArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private volatile LaneWorker @Nullable [] homes;
    private volatile ThreadLane @Nullable [] own;

    Lanes(
            List<Transport> transports,
            Ticker ticker,
            OutboundBudget budget,
            int maxPendingEvents,
            MetricsRecorder metrics,
            EventHub events) {
        this.metrics = metrics;
        this.events = events;
        this.transports = transports;
        this.ticker = ticker;
        this.budget = budget;
        this.maxPendingEvents = maxPendingEvents;
    }

    /** The worker of a lane, which is made where it is new. */
    LaneWorker workerOf(Lane lane) {
        LaneWorker worker = workers.get(lane);
        return worker != null ? worker : add(lane);
    }

    private synchronized LaneWorker add(Lane lane) {
        return workers.computeIfAbsent(lane, unknown -> {
            LaneWorker worker = new LaneWorker(lane, ticker, budget, maxPendingEvents, metrics, events);
            inOrder.add(worker);
            budget.add(worker);
            return worker;
        });
    }

    /** All workers so far. */
    List<LaneWorker> all() {
        return inOrder;
    }

    @Override
    public LaneWorker of(ChannelName channel) {
        LaneWorker[] known = homes;
        LaneWorker[] all = known != null ? known : settle();
        int hash = channel.hashCode();
        return all[((hash ^ hash >>> 16) & Integer.MAX_VALUE) % all.length];
    }

    private synchronized LaneWorker[] settle() {
        LaneWorker[] known = homes;
        if (known != null) {
            return known;
        }
        List<Lane> lanes = new ArrayList<>();
        transports.forEach(transport -> lanes.addAll(transport.lanes()));
        if (lanes.isEmpty()) {
            lanes.addAll(List.of(own()));
        }
        LaneWorker[] settled = lanes.stream().map(this::workerOf).toArray(LaneWorker[]::new);
        homes = settled;
        return settled;
    }

    /** A lane of the engine's own; each call gives the next. */
    Lane nextOwn() {
        ThreadLane[] lanes = own();
        return lanes[(next.getAndIncrement() & Integer.MAX_VALUE) % lanes.length];
    }

    private synchronized ThreadLane[] own() {
        ThreadLane[] known = own;
        if (known == null) {
            known = new ThreadLane[Runtime.getRuntime().availableProcessors()];
            for (int i = 0; i < known.length; i++) {
                known[i] = new ThreadLane("reverb-lane-" + i);
            }
            own = known;
        }
        return known;
    }

    /** Ends the engine's own lanes; a transport ends its own. */
    synchronized void stop() {
        if (own != null) {
            for (ThreadLane lane : own) {
                lane.stop();
            }
        }
    }
}

package dev.reverb.benchmarks.load;

import dev.reverb.benchmarks.load.PusherConnection.State;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps connections: closes the oldest, connects it again, subscribes, some at a time. */
final class ChurnRun implements Run, Connections.Listener {

    private final Session session;
    private final Connections connections;
    private final Latencies cycle = new Latencies();

    /** Ready connections, the oldest first. */
    private final Deque<PusherConnection> queue = new ArrayDeque<>();

    /** When each connection's cycle began. */
    private final long[] cycleBegan;

    private final boolean atRate;
    private long began;
    private long begun;
    private int cycling;
    private long cycles;
    private boolean running;

    ChurnRun(Session session) {
        this.session = session;
        this.connections = session.connections;
        this.cycleBegan = new long[connections.count()];
        this.atRate = session.options.rate != Options.AS_FAST_AS_POSSIBLE;
    }

    @Override
    public void run() {
        for (int i = 0; i < connections.count(); i++) {
            connections.get(i).channel(i);
        }
        if (!session.openAll()) {
            return;
        }
        for (int i = 0; i < connections.count(); i++) {
            if (connections.get(i).isReady()) {
                queue.add(connections.get(i));
            }
        }
        connections.listener = this;
        double resident = session.server.resident();
        double proportional = session.server.proportional();
        measure();
        session.figures.add("server_rss_before_kib", resident, 0, "KiB");
        session.figures.add("server_pss_before_kib", proportional, 0, "KiB");
        session.server.reportMemory(session.figures, "_after");
        connections.listener = new Connections.Listener() {};
    }

    private void measure() {
        running = true;
        began = Clock.now();
        cycle.warmUp(session.options);
        pumpFor(session.options.warmup);
        connections.connecting.clear();
        connections.subscribing.clear();
        long cyclesBefore = cycles;
        long membersBefore = connections.memberEvents;
        Usage begin = session.usage();
        cycle.restart(begin.at());
        pumpFor(session.options.duration);
        Usage end = session.usage();
        long done = cycles - cyclesBefore;
        long members = connections.memberEvents - membersBefore;
        running = false;
        while (cycling > 0 && !session.isInterrupted()) {
            session.pump(Clock.NEVER);
        }
        report(begin, end, done, members);
    }

    private void pumpFor(double seconds) {
        long end = Clock.now() + Clock.nanos(seconds);
        while (Clock.now() < end && !session.isInterrupted()) {
            next();
            session.pump(atRate ? Math.min(end, due(begun)) : end);
        }
    }

    private long due(long number) {
        return began + (long) ((double) number * Clock.SECOND / session.options.rate);
    }

    private boolean isDue() {
        return !atRate || due(begun) <= Clock.now();
    }

    private void next() {
        while (running && cycling < session.options.window && isDue()) {
            PusherConnection oldest = queue.poll();
            if (oldest == null) {
                return;
            }
            if (oldest.isReady()) {
                cycling++;
                begun++;
                cycleBegan[oldest.id()] = Clock.now();
                oldest.beginClose();
            }
        }
    }

    @Override
    public void ready(PusherConnection connection, long now) {
        cycles++;
        cycling--;
        cycle.add(cycleBegan[connection.id()], now);
        queue.add(connection);
        next();
    }

    @Override
    public void gone(PusherConnection connection, State was) {
        if (was == State.CLOSING) {
            connection.begin();
        } else if (was != State.READY) {
            // The new connection failed, which is counted there.
            cycling--;
            next();
        }
    }

    private void report(Usage begin, Usage end, long done, long members) {
        Figures figures = session.figures;
        double seconds = end.secondsSince(begin);
        figures.count("conns_left", connections.ready);
        figures.count("window", session.options.window);
        figures.add("elapsed_s", seconds, 3, "s");
        figures.count("cycles", done);
        figures.rate("connects_per_s", done, seconds, 1);
        end.report(figures, begin, done, "cycle");
        connections.connecting.report(figures, "connect");
        connections.subscribing.report(figures, "subscribe");
        cycle.report(figures, "cycle");
        if (session.options.presence) {
            figures.count("members", session.options.members);
            figures.count("member_events", members);
            figures.rate("member_events_per_s", members, seconds, 0);
        }
    }
}

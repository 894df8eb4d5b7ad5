package dev.reverb.benchmarks.load;

/** Opens connections, lets them be, and closes them. */
final class IdleRun implements Run {

    private final Session session;
    private final Connections connections;
    private final Figures figures;

    IdleRun(Session session) {
        this.session = session;
        this.connections = session.connections;
        this.figures = session.figures;
    }

    @Override
    public void run() {
        for (int i = 0; i < connections.count(); i++) {
            connections.get(i).channel(i);
        }
        double residentBefore = session.server.resident();
        double proportionalBefore = session.server.proportional();
        Usage begin = session.usage();
        connections.openAll();
        Usage end = session.usage();
        int ready = connections.ready;
        connections.pumpFor(session.options.settle);
        reportOpening(begin, end, ready);
        figures.add("rss_bytes_per_conn", (session.server.resident() - residentBefore) / ready * 1024, 0, "B");
        figures.add("pss_bytes_per_conn", (session.server.proportional() - proportionalBefore) / ready * 1024, 0, "B");
        figures.add("server_rss_before_kib", residentBefore, 0, "KiB");
        figures.add("server_pss_before_kib", proportionalBefore, 0, "KiB");
        session.server.reportMemory(figures, "_open");
        hold();
        close(ready);
    }

    private void reportOpening(Usage begin, Usage end, int ready) {
        double seconds = end.secondsSince(begin);
        figures.count("conns_ready", ready);
        figures.add("elapsed_s", seconds, 3, "s");
        figures.rate("connects_per_s", ready, seconds, 0);
        end.report(figures, begin, ready, "connect");
        connections.connecting.report(figures, "connect");
    }

    private void hold() {
        if (session.options.hold > 0) {
            Usage begin = session.usage();
            connections.pumpFor(session.options.hold);
            Usage end = session.usage();
            figures.add("hold_server_cpu_pct", end.cpuSince(begin) / end.secondsSince(begin) * 100, 3, "%");
            figures.count("hold_conns_left", connections.ready);
        }
    }

    private void close(int ready) {
        Usage begin = session.usage();
        connections.closeAll();
        Usage end = session.usage();
        figures.rate("closes_per_s", ready, end.secondsSince(begin), 0);
        figures.add("server_us_per_close", end.cpuSince(begin) / ready * 1e6, 3, "us");
        if (session.server.areKnown()) {
            connections.pumpFor(session.options.settle / 4);
        }
        session.server.reportMemory(figures, "_closed");
    }
}

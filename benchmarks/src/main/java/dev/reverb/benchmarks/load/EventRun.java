package dev.reverb.benchmarks.load;

import dev.reverb.benchmarks.load.PusherConnection.State;

/**
 * Modes fanout, rate and many: events are published, and every subscriber must get those of its channel, once and in order.
 *
 * <p>Fanout and many drain before each sample, so that time, processor and copies belong to the same events.
 */
final class EventRun implements Run, Connections.Listener {

    /** What is counted before and after the measured part. */
    private record Sample(Usage usage, long events, long deliveries, long reads, long bytes) {}

    private static final long SOON = 10 * Clock.MILLISECOND;

    private final Session session;
    private final Options options;
    private final EventNumbers numbers;
    private final Outstanding outstanding = new Outstanding();
    private final Copies copies;
    private final Latencies latency = new Latencies();
    private final boolean atRate;
    private boolean live = true;
    private Publishing publishing;

    EventRun(Session session) {
        this.session = session;
        this.options = session.options;
        this.copies = new Copies(session);
        this.atRate = options.mode == Mode.RATE;
        this.numbers = new EventNumbers(options.channels * options.publishers, options.batch);
        this.publishing = new Publishing(session, numbers, outstanding);
    }

    @Override
    public void run() {
        Connections connections = session.connections;
        for (int i = 0; i < connections.count(); i++) {
            connections.get(i).channel(i % options.channels);
        }
        if (!session.openAll()) {
            return;
        }
        session.probe();
        publishing = new Publishing(session, numbers, outstanding);
        connections.listener = this;
        session.publishers.listener = (publisher, status, now) -> publishing.answered(publisher, status);
        latency.warmUp(options);
        if (atRate) {
            session.loop.often(publishing::publishDue);
            runAtRate();
        } else {
            runClosedLoop();
        }
    }

    private void runClosedLoop() {
        // In two parts: draining, too, is compiled by the time that the measured part begins.
        pumpAndDrain(Clock.now(), options.warmup / 2);
        pumpAndDrain(Clock.now(), options.warmup / 2);
        Sample begin = sample();
        latency.restart(begin.usage.at());
        pumpAndDrain(begin.usage.at(), options.duration);
        report(begin, sample());
    }

    private void pumpAndDrain(long from, double seconds) {
        publishing.start();
        pump(from + Clock.nanos(seconds));
        drain();
    }

    private void runAtRate() {
        long begin = Clock.now() + SOON;
        publishing.atRate(Math.round((options.warmup + options.duration) * options.rate), begin);
        long warm = begin + Clock.nanos(options.warmup);
        pump(warm);
        rest(warm);
        latency.restart(warm);
        publishing.recordFrom(warm);
        Sample before = sample();
        pump(warm + Clock.nanos(options.duration + options.timeout));
        drain();
        // The last event was due a moment before the end.
        rest(warm + Clock.nanos(options.duration));
        session.integrity.unsent = publishing.unsent();
        report(before, sample());
    }

    private void rest(long until) {
        long left = until - Clock.now();
        if (left > 0) {
            session.connections.pumpFor(Clock.seconds(left));
        }
    }

    private Sample sample() {
        return new Sample(
                session.usage(),
                outstanding.complete(),
                copies.deliveries(),
                session.loop.reads(),
                session.connections.receivedBytes);
    }

    private void drain() {
        publishing.stop();
        pump(Clock.NEVER);
    }

    /** Publishes until some moment or, when it is not to publish, until nothing is outstanding. */
    private void pump(long end) {
        while (!session.isInterrupted() && Clock.now() < end && (publishing.isOn() || publishing.isOutstanding())) {
            publishing.publishDue();
            if (atRate && publishing.isDone()) {
                return;
            }
            // Behind schedule, the response or the copies that are awaited end the wait.
            session.pump(Math.min(end, publishing.nextDue()));
            if (session.failures.count(Failure.HTTP) >= Publishers.HOPELESS) {
                publishing.stop();
            }
            if (session.isStalled(publishing.isOutstanding())) {
                giveUp();
            }
        }
    }

    private void giveUp() {
        long oldest = outstanding.oldest();
        session.failures.add(
                Failure.TIMEOUT,
                "nothing came for " + options.timeout + " s; " + outstanding.open() + " events lack copies, event "
                        + oldest + " lacks " + outstanding.left(oldest));
        session.loop.interrupt();
    }

    @Override
    public void data(PusherConnection connection, byte[] bytes, int mark, int end, long now) {
        int publisher = copies.publisher(connection, bytes, mark, end);
        if (publisher < 0) {
            return;
        }
        int sequence = connection.channel() + publisher;
        long number = session.payload.sequence(bytes, mark);
        if (!copies.book(connection, publisher, number, publishing.sent(sequence))) {
            return;
        }
        long event = numbers.event(sequence, number);
        if (!outstanding.isSent(event)) {
            publishing.cameAllTheSame();
            return;
        }
        latency.add(outstanding.due(event), now);
        if (outstanding.copy(event)) {
            publishing.publishDue();
        }
    }

    /** A subscriber was lost: what it has not received of the outstanding events never comes. */
    @Override
    public void gone(PusherConnection connection, State was) {
        if (!live || was != State.READY) {
            return;
        }
        publishing.subscriberLost(connection.channel());
        copies.lose(connection);
        for (long event = outstanding.tail(), end = outstanding.head(); event < end; event++) {
            int sequence = numbers.sequence(event);
            if (sequence % options.channels == connection.channel() && outstanding.isSent(event)) {
                lose(connection.track(sequence - connection.channel()), event);
            }
        }
    }

    private void lose(Track track, long event) {
        long number = numbers.number(event);
        if (number >= track.next()) {
            session.integrity.lost++;
        }
        if (track.lacks(number)) {
            outstanding.copy(event);
        }
    }

    /** What no connection has got by the end is lost, unless its publish failed. */
    private void countLost() {
        live = false;
        long lost = 0;
        Connections connections = session.connections;
        for (int i = 0; i < connections.count(); i++) {
            PusherConnection connection = connections.get(i);
            for (int k = 0; k < options.publishers && connection.isReady(); k++) {
                Track track = connection.track(k);
                lost += track.missing() + publishing.sent(connection.channel() + k) - track.next();
            }
        }
        session.integrity.lost += Math.max(0, lost - publishing.failedCopies());
    }

    private void report(Sample begin, Sample end) {
        countLost();
        Figures figures = session.figures;
        double seconds = end.usage.secondsSince(begin.usage);
        long events = end.events - begin.events;
        long deliveries = end.deliveries - begin.deliveries;
        reportSettings(figures);
        figures.add("elapsed_s", seconds, 3, "s");
        figures.count("events", events);
        figures.rate("events_per_s", events, seconds, 1);
        figures.count("deliveries", deliveries);
        figures.rate("deliveries_per_s", deliveries, seconds, 0);
        figures.add("bytes_per_delivery", (double) (end.bytes - begin.bytes) / (double) deliveries, 1, "B");
        figures.count("conns_compressed", session.connections.compressed());
        figures.add("deliveries_per_read", (double) deliveries / (double) (end.reads - begin.reads), 2, "");
        end.usage.report(figures, begin.usage, deliveries, "delivery");
        figures.add("server_us_per_event", end.usage.cpuSince(begin.usage) / (double) events * 1e6, 1, "us");
        latency.report(figures, "latency");
        if (atRate) {
            publishing.reportLag(figures);
            figures.count("unsent", session.integrity.unsent);
        }
        session.integrity.report(figures);
        session.publishers.report(figures);
    }

    private void reportSettings(Figures figures) {
        figures.count("channels", options.channels);
        figures.add("payload_bytes", options.payload, 0, "B");
        if (atRate) {
            figures.add("rate", options.rate, 3, "1/s");
        } else {
            figures.count("window", options.window);
        }
        figures.count("batch", options.batch);
        if (options.mode == Mode.FANOUT) {
            figures.count("publishers", options.publishers);
        }
        figures.count("http_conns", options.httpConnections);
    }
}

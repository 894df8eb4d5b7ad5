package dev.reverb.benchmarks.load;

/** Publishes to a channel without subscribers, as fast as answers come. */
final class HttpRun implements Run {

    private final Session session;
    private final Publishers publishers;
    private final Latencies latency = new Latencies();
    private int sequence;
    private boolean publishing = true;

    HttpRun(Session session) {
        this.session = session;
        this.publishers = session.publishers;
    }

    @Override
    public void run() {
        session.probe();
        publishers.listener = this::answered;
        latency.warmUp(session.options);
        for (int i = 0; i < publishers.count() && !session.isInterrupted(); i++) {
            next(publishers.get(i));
        }
        session.connections.pumpFor(session.options.warmup);
        long before = publishers.answered();
        Usage begin = session.usage();
        latency.restart(begin.at());
        measure(begin.at() + Clock.nanos(session.options.duration));
        Usage end = session.usage();
        long requests = publishers.answered() - before;
        drain();
        report(begin, end, requests);
    }

    private void next(Publisher publisher) {
        publisher.publish(PublishRequest.NOBODY, sequence++, 1, 0, Clock.now());
    }

    private void answered(Publisher publisher, int status, long now) {
        session.progress++;
        if (status == 200) {
            latency.add(publisher.sentAt(), now);
        }
        if (session.failures.count(Failure.HTTP) >= Publishers.HOPELESS) {
            publishing = false;
        }
        if (publishing) {
            next(publisher);
        }
    }

    private void measure(long until) {
        while (Clock.now() < until && publishing && !session.isInterrupted()) {
            session.pump(until);
            checkProgress();
        }
    }

    private void drain() {
        publishing = false;
        while (publishers.anyBusy() && !session.isInterrupted()) {
            session.pump(Clock.NEVER);
            checkProgress();
        }
    }

    private void checkProgress() {
        if (session.isStalled(true)) {
            session.failures.add(Failure.TIMEOUT, "no response for " + session.options.timeout + " s");
            session.loop.interrupt();
        }
    }

    private void report(Usage begin, Usage end, long requests) {
        Figures figures = session.figures;
        double seconds = end.secondsSince(begin);
        figures.count("http_conns", publishers.count());
        figures.add("payload_bytes", session.options.payload, 0, "B");
        figures.add("elapsed_s", seconds, 3, "s");
        figures.count("requests", requests);
        figures.rate("requests_per_s", requests, seconds, 0);
        end.report(figures, begin, requests, "request");
        latency.report(figures, "latency");
        publishers.report(figures);
    }
}

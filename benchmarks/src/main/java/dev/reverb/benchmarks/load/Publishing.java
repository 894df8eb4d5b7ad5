package dev.reverb.benchmarks.load;

/**
 * Decides which event is published next, and when: in a closed loop as soon as the window has room, at a fixed rate when it is
 * due, however late the server is.
 */
final class Publishing {

    /** Nobody may publish now. */
    private static final int NOBODY = -1;

    private final Session session;
    private final Options options;
    private final EventNumbers numbers;
    private final Outstanding outstanding;

    /** Of each sequence, the events sent. */
    private final int[] sent;

    /** Of each channel, its subscribers. */
    private final int[] subscribers;

    private final Latencies lag = new Latencies();
    private final boolean atRate;
    private long limit = Long.MAX_VALUE;
    private long rateBegan;
    private long allSent;
    private int turn;
    private boolean on = true;

    /** Copies of events whose publishes failed: they may come all the same. */
    private long failedCopies;

    Publishing(Session session, EventNumbers numbers, Outstanding outstanding) {
        this.session = session;
        this.options = session.options;
        this.numbers = numbers;
        this.outstanding = outstanding;
        this.atRate = options.mode == Mode.RATE;
        this.sent = new int[numbers.sequences()];
        this.subscribers = new int[options.channels];
        Connections connections = session.connections;
        for (int i = 0; i < connections.count(); i++) {
            if (connections.get(i).isReady()) {
                subscribers[connections.get(i).channel()]++;
            }
        }
    }

    void start() {
        on = true;
    }

    void stop() {
        on = false;
    }

    boolean isOn() {
        return on;
    }

    /** So many events are to be sent from some moment on, at the fixed rate. */
    void atRate(long events, long from) {
        limit = events - events % options.batch;
        rateBegan = from;
        lag.warmUp(options);
    }

    /** Lags are recorded of events that are due from then on. */
    void recordFrom(long moment) {
        lag.restart(moment);
    }

    long sent(int sequence) {
        return sent[sequence];
    }

    long unsent() {
        return limit - allSent;
    }

    long failedCopies() {
        return failedCopies;
    }

    /** A copy came of an event whose publish had failed, as we thought. */
    void cameAllTheSame() {
        failedCopies = Math.max(0, failedCopies - 1);
    }

    void subscriberLost(int channel) {
        subscribers[channel]--;
    }

    /** Whether something is to come, or to be sent. */
    boolean isOutstanding() {
        return session.publishers.anyBusy() || outstanding.open() > 0 || atRate && on && allSent < limit;
    }

    boolean isDone() {
        return allSent == limit && !isOutstanding();
    }

    /** When the next event is due that could be sent now; a moment that never comes if none could. */
    long nextDue() {
        return atRate && on && next() != NOBODY ? due(allSent) : Clock.NEVER;
    }

    private long due(long event) {
        return rateBegan + (long) (event * (double) Clock.SECOND / options.rate);
    }

    /** The sequence whose turn it is and whose publisher is free. Channels keep their turn, publishers need not. */
    private int next() {
        if (allSent >= limit || outstanding.open() + options.batch > options.window) {
            return NOBODY;
        }
        for (int i = 0; i < options.publishers; i++) {
            int sequence = (turn + i) % sent.length;
            long last = numbers.event(sequence, sent[sequence]) + options.batch - 1;
            if (!publisher(sequence).isBusy() && outstanding.fits(last)) {
                return sequence;
            }
        }
        return NOBODY;
    }

    private Publisher publisher(int sequence) {
        return session.publishers.get(sequence % session.publishers.count());
    }

    /** Publishes all that may be published now. */
    void publishDue() {
        while (on) {
            int sequence = next();
            if (sequence == NOBODY) {
                return;
            }
            long now = Clock.now();
            long due = atRate ? due(allSent) : now;
            if (due > now) {
                return;
            }
            if (atRate) {
                lag.add(due, now);
            }
            publish(sequence, due);
        }
    }

    private void publish(int sequence, long due) {
        int channel = sequence % options.channels;
        if (subscribers[channel] == 0) {
            // All its subscribers were lost: there is nothing to wait for.
            on = false;
            return;
        }
        int number = sent[sequence];
        long event = numbers.event(sequence, number);
        outstanding.send(event, options.batch, due, subscribers[channel]);
        allSent += options.batch;
        sent[sequence] += options.batch;
        turn = (sequence + 1) % sent.length;
        publisher(sequence).publish(channel, number, options.batch, event, due);
    }

    /** A response has come, or failed to. */
    void answered(Publisher publisher, int status) {
        session.progress++;
        long first = publisher.event();
        for (long event = first; status != 200 && event < first + options.batch; event++) {
            failedCopies += outstanding.abandon(event);
        }
        publishDue();
    }

    void reportLag(Figures figures) {
        lag.reportBriefly(figures, "send_lag");
    }
}

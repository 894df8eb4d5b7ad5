package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

import dev.reverb.benchmarks.load.PusherConnection.State;

/** Pairs play ping-pong with client events, each on a private channel of its own, all at once. */
final class WhisperRun implements Run, Connections.Listener {

    private static final byte[] DATA = ascii("\",\"data\":{\"m\":\"");
    private static final byte[] END = ascii("\"}}");

    private final Session session;
    private final Connections connections;
    private final Copies copies;
    private final byte[] begin;
    private final Latencies roundTrip = new Latencies();
    private final ByteText message = new ByteText(512);

    /** Whether the pair of a channel plays: its first connection waits for a message. */
    private final boolean[] playing;

    private int pairs;
    private long messages;
    private long trips;
    private boolean on = true;
    private boolean live = true;

    WhisperRun(Session session) {
        this.session = session;
        this.connections = session.connections;
        this.copies = new Copies(session);
        this.begin = ascii("{\"event\":\"client-x\",\"channel\":\"" + Subscription.privatePrefix(session.options));
        this.playing = new boolean[connections.count() / 2];
    }

    @Override
    public void run() {
        for (int i = 0; i < connections.count(); i++) {
            connections.get(i).channel(i / 2);
        }
        if (!session.openAll()) {
            return;
        }
        connections.listener = this;
        roundTrip.warmUp(session.options);
        serve();
        session.figures.count("pairs", pairs);
        connections.pumpFor(session.options.warmup);
        measure();
    }

    private void serve() {
        for (int i = 0; i < playing.length; i++) {
            PusherConnection first = connections.get(2 * i);
            if (first.isReady() && connections.get(2 * i + 1).isReady()) {
                playing[i] = true;
                pairs++;
                first.stepBegan(Clock.now());
                whisper(first, 0);
            }
        }
    }

    private void measure() {
        long messagesBefore = messages;
        long tripsBefore = trips;
        Usage begin = session.usage();
        roundTrip.restart(begin.at());
        long until = begin.at() + Clock.nanos(session.options.duration);
        while (Clock.now() < until && !session.isInterrupted() && !session.isStalled(pairs > 0)) {
            session.pump(until);
        }
        Usage end = session.usage();
        long sent = messages - messagesBefore;
        long done = trips - tripsBefore;
        drain();
        report(begin, end, sent, done);
    }

    private void drain() {
        on = false;
        while (pairs > 0 && !session.isInterrupted() && !session.isStalled(true)) {
            session.pump(Clock.NEVER);
        }
        if (pairs > 0) {
            session.failures.add(Failure.TIMEOUT, pairs + " pairs wait for a message that does not come");
        }
        live = false;
        session.integrity.lost += pairs;
        for (int i = 0; i < connections.count(); i++) {
            if (connections.get(i).isReady()) {
                copies.lose(connections.get(i));
            }
        }
    }

    private void whisper(PusherConnection from, int number) {
        message.clear().add(begin).digits(from.channel(), 6).add(DATA);
        session.payload.write(message, number, from.channel());
        message.add(END);
        from.text(message.bytes(), message.length());
    }

    @Override
    public void data(PusherConnection connection, byte[] bytes, int mark, int end, long now) {
        if (copies.publisher(connection, bytes, mark, end) < 0) {
            return;
        }
        long number = session.payload.sequence(bytes, mark);
        if (!copies.book(connection, 0, number, Long.MAX_VALUE)) {
            return;
        }
        messages++;
        if (connection.id() % 2 == 1) {
            whisper(connection, (int) number);
        } else {
            returned(connection, now);
        }
    }

    /** The answer of the other has come: a round trip is over, and the next begins. */
    private void returned(PusherConnection connection, long now) {
        trips++;
        roundTrip.add(connection.stepBegan(), now);
        if (on) {
            connection.stepBegan(now);
            whisper(connection, (int) connection.track(0).next());
        } else {
            end(connection.channel());
        }
    }

    private boolean end(int channel) {
        boolean played = playing[channel];
        if (played) {
            playing[channel] = false;
            pairs--;
        }
        return played;
    }

    @Override
    public void gone(PusherConnection connection, State was) {
        if (live && was == State.READY && end(connection.channel())) {
            session.integrity.lost++;
        }
    }

    private void report(Usage begin, Usage end, long sent, long done) {
        Figures figures = session.figures;
        double seconds = end.secondsSince(begin);
        figures.add("payload_bytes", session.payload.markLength(), 0, "B");
        figures.add("elapsed_s", seconds, 3, "s");
        figures.count("round_trips", done);
        figures.rate("round_trips_per_s", done, seconds, 0);
        figures.count("messages", sent);
        figures.rate("messages_per_s", sent, seconds, 0);
        end.report(figures, begin, sent, "message");
        roundTrip.report(figures, "round_trip");
        session.integrity.report(figures);
    }
}

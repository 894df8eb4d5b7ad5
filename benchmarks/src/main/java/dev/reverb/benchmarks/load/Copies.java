package dev.reverb.benchmarks.load;

/** Takes the copies that subscribers receive: checks each, and finds those that are missing. */
final class Copies {

    private static final int EXCERPT = 100;

    private final Session session;
    private final Payload payload;
    private final int publishers;
    private long deliveries;

    Copies(Session session) {
        this.session = session;
        this.payload = session.payload;
        this.publishers = session.options.publishers;
    }

    /** Copies taken so far, each once. */
    long deliveries() {
        return deliveries;
    }

    /**
     * Checks a copy.
     *
     * @return which publisher on the connection's channel it is of, or -1 if it was changed
     */
    int publisher(PusherConnection connection, byte[] bytes, int mark, int end) {
        if (!payload.isIntact(bytes, mark, end) || payload.sequence(bytes, mark) < 0) {
            fail(connection, end - mark < payload.markLength() ? "truncated: " : "changed: ", bytes, mark, end);
            return -1;
        }
        int publisher = payload.channel(bytes, mark) - connection.channel();
        if (publisher < 0 || publisher >= publishers) {
            fail(connection, "event of another channel: ", bytes, mark, end);
            return -1;
        }
        return publisher;
    }

    private void fail(PusherConnection connection, String what, byte[] bytes, int mark, int end) {
        session.failures.add(
                Failure.PAYLOAD,
                connection + " (channel " + connection.channel() + "): " + what
                        + Bytes.excerpt(bytes, mark, end, EXCERPT));
    }

    /**
     * Books the number of a copy that was {@linkplain #publisher checked}.
     *
     * @param sent numbers sent so far
     * @return whether it is the first copy of this number
     */
    boolean book(PusherConnection connection, int publisher, long number, long sent) {
        if (number >= sent) {
            session.failures.add(Failure.PAYLOAD, connection + ": event " + number + " was never sent");
            return false;
        }
        session.progress++;
        boolean first = connection.track(publisher).book(number, session.integrity);
        if (first) {
            deliveries++;
        }
        return first;
    }

    /** What a connection that ends has missed so far is lost. */
    void lose(PusherConnection connection) {
        for (int i = 0; i < publishers; i++) {
            session.integrity.lost += connection.track(i).missing();
            connection.track(i).forgive();
        }
    }
}

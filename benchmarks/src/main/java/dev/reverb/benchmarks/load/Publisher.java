package dev.reverb.benchmarks.load;

import java.net.SocketAddress;

/**
 * Publishes over one HTTP connection that is kept, one request at a time. Its {@link Publishers} have what all share.
 *
 * <p>A request that was lost because the server had just closed the connection is sent again, once for each connection that
 * had served others.
 */
final class Publisher extends Peer {

    private enum State {
        DOWN,
        CONNECT,
        UP
    }

    private static final int EXCERPT = 200;

    private final Publishers all;
    private final int id;
    private final ByteText request = new ByteText(2048);
    private State state = State.DOWN;
    private boolean busy;

    /** Responses on this connection. */
    private int served;

    private long answeredAt;
    private long sentAt;
    private long event;

    Publisher(Publishers all, Loop loop, SocketAddress server, int id) {
        super(loop, server);
        this.all = all;
        this.id = id;
    }

    /** Whether a request waits for its response. */
    boolean isBusy() {
        return busy;
    }

    /** The first event of the last request. */
    long event() {
        return event;
    }

    /** When the last request's events were due. */
    long sentAt() {
        return sentAt;
    }

    /**
     * Publishes events of one channel.
     *
     * @param firstEvent what {@link #event} returns from now on
     * @param due when they were due; latency counts from there
     */
    void publish(int channel, int sequence, int count, long firstEvent, long due) {
        int mark = all.options.publishers > 1 ? channel + id : channel;
        all.requests.write(request, channel, sequence, count, mark);
        busy = true;
        event = firstEvent;
        sentAt = due;
        if (state == State.DOWN) {
            connect();
        } else if (state == State.UP) {
            send(request.bytes(), request.length());
        }
    }

    private void connect() {
        served = 0;
        state = State.CONNECT;
        open();
    }

    @Override
    void connected() {
        state = State.UP;
        // Or the next event would be asked for once in a round of all subscribers, and the server could not join
        // copies.
        promptly();
        if (busy) {
            send(request.bytes(), request.length());
        }
    }

    @Override
    void refused(String why) {
        broken(why);
    }

    @Override
    void lost(String why) {
        int length = unused();
        if (busy && length > 0 && all.response.read(unusedBytes(), length, true) == length) {
            answered(unusedBytes(), length);
        } else {
            broken(why);
        }
    }

    /** The connection has ended, or could not be made. */
    private void broken(String why) {
        boolean again = busy && served > 0 && unused() == 0;
        boolean wasUp = state == State.UP;
        shut();
        state = State.DOWN;
        if (again || !busy && served == 1 && Clock.now() - answeredAt < Clock.SECOND) {
            all.closesAlways();
        }
        if (again) {
            all.retries++;
            connect();
        } else if (busy) {
            all.failures.add(Failure.HTTP, why + " before the response");
            busy = false;
            all.answered(this, -1, Clock.now());
        } else if (wasUp) {
            all.reconnects++;
            connect();
        }
    }

    @Override
    int received(byte[] bytes, int length, long now) {
        int end = busy ? all.response.read(bytes, length, false) : HttpResponse.SENSELESS;
        if (end == HttpResponse.SENSELESS || end > 0 && end < length) {
            all.failures.add(Failure.HTTP, "not understood: " + Bytes.excerpt(bytes, 0, length, EXCERPT));
            broken("bad response");
            return 0;
        }
        if (end > 0) {
            answered(bytes, end);
        }
        return end;
    }

    private void answered(byte[] bytes, int end) {
        long now = Clock.now();
        int status = all.response.status();
        if (!all.response.isSuccess(bytes, end)) {
            String body = Bytes.excerpt(bytes, all.response.bodyAt(), end, EXCERPT);
            all.failures.add(Failure.HTTP, "status " + status + ": " + body);
            status = status == 200 ? -1 : status;
        }
        served++;
        answeredAt = now;
        busy = false;
        if (all.response.closes() || all.closes()) {
            shut();
            state = State.DOWN;
            all.reconnects++;
            all.loop.sources().spread();
            connect();
        }
        all.answered(this, status, now);
    }
}

package dev.reverb.benchmarks.load;

import static dev.reverb.benchmarks.load.ByteText.ascii;

import java.net.SocketAddress;

/** One WebSocket connection, from connecting to its closing handshake. Its {@link Connections} have what all share. */
final class PusherConnection extends Peer {

    enum State {
        FREE("free"),
        CONNECT("connect"),
        UPGRADE("upgrade"),
        HELLO("connection_established"),
        SUBSCRIBE("subscribe"),
        READY("ready"),
        CLOSING("close");

        private final String label;

        State(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    private static final int MAX_FRAME = 1 << 28;
    private static final int EXCERPT = 300;

    private static final byte WHOLE_TEXT = (byte) 0x81;
    private static final byte WHOLE_COMPRESSED = (byte) 0xC1;
    private static final byte CLOSE = (byte) 0x88;
    private static final byte PING = (byte) 0x89;
    private static final byte PONG = (byte) 0x8A;
    private static final byte[] NORMAL_CLOSURE = {0x03, (byte) 0xE8};
    private static final byte[] PUSHER_PONG = ascii("{\"event\":\"pusher:pong\",\"data\":{}}");

    private final Connections all;
    private final int id;
    private final Track[] tracks;
    private int channel;
    private State state = State.FREE;
    private boolean closeSeen;

    /** Compression has been agreed on. */
    private boolean compressed;

    /** When the current step began: open, close, a whisper. */
    private long stepBegan;

    private long subscribeBegan;

    PusherConnection(Connections all, Loop loop, SocketAddress server, int id, int publishers) {
        super(loop, server);
        this.all = all;
        this.id = id;
        this.tracks = new Track[publishers];
        for (int i = 0; i < publishers; i++) {
            tracks[i] = new Track();
        }
    }

    int id() {
        return id;
    }

    int channel() {
        return channel;
    }

    /** Sets the number of the channel to which it will subscribe. */
    void channel(int number) {
        channel = number;
    }

    /** What it has got of a publisher. */
    Track track(int publisher) {
        return tracks[publisher];
    }

    State state() {
        return state;
    }

    boolean isCompressed() {
        return compressed;
    }

    boolean isReady() {
        return state == State.READY;
    }

    long stepBegan() {
        return stepBegan;
    }

    void stepBegan(long now) {
        stepBegan = now;
    }

    void begin() {
        stepBegan = Clock.now();
        for (Track track : tracks) {
            track.reset();
        }
        closeSeen = false;
        compressed = false;
        state = State.CONNECT;
        all.pending++;
        open();
    }

    /** Starts the closing handshake; the server is to answer and to end the connection. */
    void beginClose() {
        state = State.CLOSING;
        stepBegan = Clock.now();
        all.ready--;
        all.pending++;
        frame(FrameWriter.CLOSE, NORMAL_CLOSURE, 0, NORMAL_CLOSURE.length);
    }

    /** Ends the connection and frees the place. */
    void drop() {
        State was = state;
        if (was == State.FREE) {
            return;
        }
        shut();
        state = State.FREE;
        if (was == State.READY) {
            all.ready--;
        } else {
            all.pending--;
        }
        all.listener.gone(this, was);
    }

    void text(byte[] message, int length) {
        frame(FrameWriter.TEXT, message, 0, length);
    }

    private void frame(int opcode, byte[] payload, int from, int length) {
        int size = all.frames.write(opcode, payload, from, length);
        send(all.frames.frame(), size);
    }

    private void fail(Failure failure, String what) {
        all.failures.add(failure, this + ": " + what);
    }

    @Override
    void connected() {
        state = State.UPGRADE;
        byte[] request = all.handshake.request(all.options.compresses(id));
        send(request, request.length);
    }

    @Override
    void refused(String why) {
        fail(Failure.CONNECT, why);
        drop();
    }

    @Override
    void lost(String why) {
        if (state == State.UPGRADE) {
            fail(Failure.HANDSHAKE, why + " during the handshake");
        } else if (state != State.CLOSING) {
            fail(Failure.CLOSED, why + " (state " + state + ')');
        } else if (!closeSeen) {
            fail(Failure.CLOSED, why + " instead of a close frame in answer to ours");
        }
        drop();
    }

    @Override
    int received(byte[] bytes, int length, long now) {
        int at = 0;
        if (state == State.UPGRADE) {
            at = all.handshake.accepted(bytes, length);
            if (at == Handshake.REFUSED) {
                fail(Failure.HANDSHAKE, Bytes.excerpt(bytes, 0, length, EXCERPT));
                drop();
            }
            if (at <= 0) {
                return 0;
            }
            compressed = Handshake.isCompressed(bytes, at);
            state = State.HELLO;
        }
        return frames(bytes, at, length, now);
    }

    /** Handles the frames that are complete; returns what is used. */
    private int frames(byte[] bytes, int begin, int length, long now) {
        int before = epoch();
        int at = begin;
        while (length - at >= 2) {
            int header = headerLength(bytes[at + 1]);
            if (header < 0) {
                fail(Failure.PROTOCOL, "masked frame from the server");
                drop();
                return 0;
            }
            if (length - at < header) {
                break;
            }
            long size = payloadLength(bytes, at);
            if (size > MAX_FRAME || size < 0) {
                fail(Failure.PROTOCOL, "frame of " + Long.toUnsignedString(size) + " bytes");
                drop();
                return 0;
            }
            if (length - at - header < size) {
                break;
            }
            int payload = at + header;
            int end = payload + (int) size;
            frame(bytes, at, payload, end, now);
            if (epoch() != before) {
                return 0;
            }
            at = end;
        }
        return at;
    }

    /** By the second byte of a frame; -1 if it is masked. */
    private static int headerLength(byte second) {
        return second < 0 ? -1 : second < 126 ? 2 : second == 126 ? 4 : 10;
    }

    private static long payloadLength(byte[] bytes, int at) {
        int length = bytes[at + 1];
        if (length < 126) {
            return length;
        }
        long size = 0;
        for (int i = at + 2, end = at + headerLength((byte) length); i < end; i++) {
            size = size << 8 | bytes[i] & 0xFF;
        }
        return size;
    }

    private void frame(byte[] bytes, int at, int payload, int end, long now) {
        all.receivedBytes += end - at;
        if (bytes[at] == WHOLE_TEXT) {
            text(bytes, payload, end, now);
        } else if (bytes[at] == WHOLE_COMPRESSED && compressed) {
            byte[] text = all.inflated.text(bytes, payload, end);
            if (text == null) {
                fail(Failure.PROTOCOL, "a compressed frame that is none");
            } else {
                text(text, 0, text.length, now);
            }
        } else {
            control(bytes, bytes[at], payload, end);
        }
    }

    private void text(byte[] bytes, int payload, int end, long now) {
        int mark = all.payload.find(bytes, payload, end);
        if (mark >= 0) {
            all.listener.data(this, bytes, mark, end, now);
        } else {
            event(bytes, payload, end, now);
        }
    }

    private void control(byte[] bytes, byte kind, int from, int to) {
        switch (kind) {
            case CLOSE -> closed(bytes, from, to);
            case PING -> {
                all.pings++;
                if (state != State.CLOSING) {
                    frame(FrameWriter.PONG, bytes, from, to - from);
                }
            }
            case PONG -> {}
            default -> fail(Failure.PROTOCOL, String.format("unexpected frame 0x%02x", kind));
        }
    }

    private void closed(byte[] bytes, int from, int to) {
        closeSeen = true;
        if (state == State.CLOSING) {
            // The answer to ours; the end of the stream follows.
            return;
        }
        int code = to - from < 2 ? 1005 : (bytes[from] & 0xFF) << 8 | bytes[from + 1] & 0xFF;
        String reason = to - from <= 2 ? "" : ' ' + Bytes.excerpt(bytes, from + 2, to, EXCERPT);
        fail(Failure.CLOSED, "closed by the server with code " + code + reason + " (state " + state + ')');
        drop();
    }

    /** A text without a payload of ours: one of the protocol's own events. */
    private void event(byte[] bytes, int from, int to, long now) {
        String name = ServerEvent.name(bytes, from, to);
        switch (name) {
            case "pusher:connection_established" -> established(bytes, from, to, now);
            case "pusher_internal:subscription_succeeded" -> subscribed(now);
            case "pusher:ping" -> {
                all.pings++;
                if (state != State.CLOSING) {
                    text(PUSHER_PONG, PUSHER_PONG.length);
                }
            }
            case "pusher_internal:member_added", "pusher_internal:member_removed" -> all.memberEvents++;
            case "pusher:pong", "pusher_internal:subscription_count" -> {}
            default -> unexpected(name, Bytes.excerpt(bytes, from, to, EXCERPT));
        }
    }

    private void established(byte[] bytes, int from, int to, long now) {
        String socketId = ServerEvent.socketId(bytes, from, to);
        if (state != State.HELLO || socketId.isEmpty()) {
            fail(Failure.PROTOCOL, "unexpected " + Bytes.excerpt(bytes, from, to, EXCERPT));
        } else if (all.options.subscribes()) {
            state = State.SUBSCRIBE;
            byte[] message = all.subscription.message(this, socketId);
            subscribeBegan = Clock.now();
            text(message, message.length);
        } else {
            becameReady(now);
        }
    }

    private void subscribed(long now) {
        if (state == State.SUBSCRIBE) {
            all.subscribing.add(now - subscribeBegan);
            becameReady(now);
        } else if (state != State.CLOSING) {
            fail(Failure.PROTOCOL, "subscription_succeeded in state " + state);
        }
    }

    private void becameReady(long now) {
        state = State.READY;
        all.pending--;
        all.ready++;
        all.connecting.add(now - stepBegan);
        all.listener.ready(this, now);
    }

    private void unexpected(String name, String message) {
        boolean error = name.contains("error");
        fail(error ? Failure.ERROR_EVENT : Failure.PROTOCOL, message);
        if (error && state == State.SUBSCRIBE) {
            drop();
        }
    }

    @Override
    public String toString() {
        return "connection " + id;
    }
}

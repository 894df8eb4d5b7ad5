package dev.reverb.benchmarks.load;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to the server: keeps what could not be written yet, and what is incomplete of what was read. Can be opened
 * again after it has ended.
 */
abstract class Peer {

    private static final byte[] NOTHING = {};

    /** An array for incomplete frames is kept for the next ones up to this size. */
    private static final int KEPT = 16 * 1024;

    private final Loop loop;
    private final SocketAddress server;
    private @Nullable SelectionKey key;

    /** Changes whenever the connection ends. */
    private int epoch;

    private byte[] rest = NOTHING;
    private int restLength;
    private byte[] pending = NOTHING;
    private int pendingLength;

    Peer(Loop loop, SocketAddress server) {
        this.loop = loop;
        this.server = server;
    }

    /** The connection stands. */
    abstract void connected();

    /** It could not be made. */
    abstract void refused(String why);

    /**
     * Something came: all of it since what was used last.
     *
     * @return the bytes used; the others come again, with more behind them
     */
    abstract int received(byte[] bytes, int length, long now);

    /** The connection broke or, with "end of stream", the server ended it. Is to {@link #shut} it. */
    abstract void lost(String why);

    final int epoch() {
        return epoch;
    }

    /** How much was read and not used yet. */
    final int unused() {
        return restLength;
    }

    /** The array that begins with it. */
    final byte[] unusedBytes() {
        return rest;
    }

    final void open() {
        try {
            key = loop.connect(this, server);
        } catch (IOException e) {
            refused(reason(e));
        }
    }

    final void shut() {
        SelectionKey ended = key;
        key = null;
        epoch++;
        restLength = 0;
        pendingLength = 0;
        if (ended != null) {
            try {
                ended.channel().close();
            } catch (IOException e) {
                // It is gone all the same.
            }
        }
    }

    final void ready(SelectionKey selected) {
        if (selected != key) {
            return;
        }
        int ops = selected.readyOps();
        int before = epoch;
        if (selected.interestOps() == SelectionKey.OP_CONNECT) {
            finishConnect(selected);
        } else if ((selected.interestOps() & SelectionKey.OP_READ) == 0) {
            begin(selected);
        } else {
            if ((ops & SelectionKey.OP_WRITE) != 0) {
                flush(selected);
            }
            if (epoch == before && (ops & SelectionKey.OP_READ) != 0) {
                read(selected);
            }
        }
    }

    /** Reads if anything is there, although it is not this connection's turn. */
    final void readPromptly() {
        SelectionKey open = key;
        if (open != null) {
            read(open);
        }
    }

    /** Has the connection {@linkplain Loop#promptly handled before others}. */
    final void promptly() {
        SelectionKey open = key;
        if (open != null) {
            try {
                loop.promptly((SocketChannel) open.channel(), this);
            } catch (IOException e) {
                lost(reason(e));
            }
        }
    }

    private void finishConnect(SelectionKey selected) {
        try {
            if (((SocketChannel) selected.channel()).finishConnect()) {
                begin(selected);
            }
        } catch (IOException e) {
            refused(reason(e));
        }
    }

    private void begin(SelectionKey selected) {
        selected.interestOps(SelectionKey.OP_READ);
        connected();
    }

    private void read(SelectionKey selected) {
        int have = restLength;
        int count;
        try {
            count = loop.read((SocketChannel) selected.channel(), have);
        } catch (IOException e) {
            lost(reason(e));
            return;
        }
        if (count < 0) {
            lost("end of stream");
        } else if (count > 0) {
            parse(have, have + count);
        }
    }

    private void parse(int have, int length) {
        byte[] bytes = loop.received(length);
        System.arraycopy(rest, 0, bytes, 0, have);
        int before = epoch;
        int used = received(bytes, length, Clock.now());
        if (epoch == before) {
            keep(bytes, used, length);
        }
    }

    private void keep(byte[] bytes, int from, int to) {
        restLength = to - from;
        if (restLength > rest.length) {
            rest = Arrays.copyOfRange(bytes, from, to);
        } else if (restLength > 0) {
            System.arraycopy(bytes, from, rest, 0, restLength);
        } else if (rest.length > KEPT) {
            rest = NOTHING;
        }
    }

    /** Sends now, or as soon as the socket takes it. */
    final void send(byte[] bytes, int length) {
        SelectionKey open = key;
        if (open == null) {
            return;
        }
        int written = pendingLength > 0 ? 0 : write(open, bytes, length);
        if (written < length && open == key) {
            int left = length - written;
            if (pendingLength + left > pending.length) {
                pending = Arrays.copyOf(pending, pendingLength + left);
            }
            System.arraycopy(bytes, written, pending, pendingLength, left);
            pendingLength += left;
            open.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void flush(SelectionKey open) {
        int written = write(open, pending, pendingLength);
        if (open == key) {
            pendingLength -= written;
            System.arraycopy(pending, written, pending, 0, pendingLength);
            if (pendingLength == 0) {
                open.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    private int write(SelectionKey open, byte[] bytes, int length) {
        try {
            return loop.write((SocketChannel) open.channel(), bytes, 0, length);
        } catch (IOException e) {
            lost(reason(e));
            return 0;
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}

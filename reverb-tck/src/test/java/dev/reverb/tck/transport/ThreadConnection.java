package dev.reverb.tck.transport;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.FrameReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One WebSocket of a {@link ThreadTransport}: a thread that reads, one that writes, and the lane between them. */
final class ThreadConnection implements MessageConnection {

    private static final int LINGER = 1_000;

    private final ThreadTransport transport;
    private final Socket socket;
    private final Lane lane;
    private final BlockingQueue<EncodedFrame> toWrite = new ArrayBlockingQueue<>(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private ByteBuffer unread;
    private ConnectionHandler handler;
    private FrameReader frames;
    private CountDownLatch consumed;
    private boolean disconnecting;
    private boolean told;
    private boolean writing;
    private boolean paused;
    private int maxMessageSize = INITIAL_MAX_MESSAGE_SIZE;

    ThreadConnection(ThreadTransport transport, Socket socket, Lane lane) {
        this.transport = transport;
        this.socket = socket;
        this.lane = lane;
    }

    /** Reads until the connection ends. On the thread of the connection. */
    void serve(ServerEndpoint endpoint, HttpRequest request, InputStream in) throws InterruptedException {
        transport.opened(this);
        Thread writer = ThreadTransport.daemon("write", this::write);
        onLane(() -> {
            handler = endpoint.connect(request, this);
            frames = new FrameReader(handler);
            frames.setMaxMessageSize(maxMessageSize);
            if (paused) {
                frames.pause();
            }
        });
        try {
            byte[] buffer = new byte[16 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                read(Arrays.copyOf(buffer, count));
            }
        } catch (IOException reset) {
            // As good as an end.
        }
        writer.interrupt();
        onLane(this::tellEnd);
        transport.ended(this);
        ended.countDown();
    }

    private void read(byte[] bytes) throws InterruptedException {
        CountDownLatch mine = new CountDownLatch(1);
        lane.execute(() -> {
            consumed = mine;
            unread = ByteBuffer.wrap(bytes);
            consume();
        });
        mine.await();
    }

    private void consume() {
        ByteBuffer bytes = unread;
        if (bytes != null && !disconnecting) {
            frames.read(bytes);
        }
        if (bytes == null || disconnecting || !bytes.hasRemaining()) {
            release();
        }
    }

    private void release() {
        unread = null;
        if (consumed != null) {
            consumed.countDown();
        }
    }

    private void write() {
        try {
            OutputStream out = socket.getOutputStream();
            while (true) {
                EncodedFrame frame = toWrite.take();
                byte[] bytes = new byte[frame.size()];
                frame.wire().get(bytes);
                out.write(bytes);
                lane.execute(this::written);
            }
        } catch (IOException | InterruptedException gone) {
            close();
        }
    }

    private void written() {
        writing = false;
        if (disconnecting) {
            shutDown();
        } else {
            handler.onWritable();
        }
    }

    private void onLane(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        lane.execute(() -> {
            task.run();
            done.countDown();
        });
        done.await();
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is closed.
        }
    }

    void awaitEnd() {
        try {
            if (!ended.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A connection does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public void send(EncodedFrame frame) {
        if (!disconnecting) {
            writing = true;
            toWrite.add(frame);
        }
    }

    @Override
    public void pauseReading() {
        paused = true;
        if (frames != null) {
            frames.pause();
        }
    }

    @Override
    public void resumeReading() {
        paused = false;
        if (frames != null) {
            frames.resume();
        }
        lane.execute(this::consume);
    }

    @Override
    public void setMaxMessageSize(int bytes) {
        maxMessageSize = bytes;
        if (frames != null) {
            frames.setMaxMessageSize(bytes);
        }
    }

    @Override
    public void disconnect() {
        if (!disconnecting) {
            disconnecting = true;
            if (frames != null) {
                frames.stop();
            }
            release();
            if (!writing) {
                shutDown();
            }
            lane.execute(this::tellEnd);
        }
    }

    private void tellEnd() {
        disconnecting = true;
        if (!told) {
            told = true;
            handler.onDisconnect();
        }
    }

    /** Reads on for a while: closed with bytes unread, the connection would be reset, and the last frames lost. */
    private void shutDown() {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(LINGER);
        } catch (IOException gone) {
            close();
        }
    }
}

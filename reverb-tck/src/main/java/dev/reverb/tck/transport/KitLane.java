package dev.reverb.tck.transport;

import dev.reverb.spi.transport.Lane;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the engine gives to transports that have no event loops. */
final class KitLane implements Lane, AutoCloseable {

    private volatile Thread thread = Thread.currentThread();
    private final ExecutorService executor;

    KitLane() {
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "kit-lane");
            created.setDaemon(true);
            thread = created;
            return created;
        });
        executor.execute(() -> {});
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public boolean inLane() {
        return Thread.currentThread().equals(thread);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}

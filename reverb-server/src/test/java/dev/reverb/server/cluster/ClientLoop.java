package dev.reverb.server.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One thread for any number of {@linkplain Wire clients}, their timers and whatever asks about them; so what they know needs no lock.
 * The first error on it is kept, and thrown at whoever asks next.
 */
final class ClientLoop implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private record Timer(long due, long number, Runnable task) {}

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private final Thread thread;
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private volatile boolean closed;
    private long timersMade;

    private ClientLoop(Selector selector) {
        this.selector = selector;
        this.thread = new Thread(this::run, "clients");
        thread.setDaemon(true);
    }

    static ClientLoop start() {
        try {
            ClientLoop loop = new ClientLoop(Selector.open());
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For wires, on this thread. */
    Selector selector() {
        return selector;
    }

    /** Runs a task on this thread, soon. Any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs a task on this thread, later. On this thread. */
    void after(Duration delay, Runnable task) {
        timers.add(new Timer(System.nanoTime() + delay.toNanos(), timersMade++, task));
    }

    /** Asks something on this thread, and waits for the answer. Any other thread. */
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> answer.complete(question.get()));
        return CompletableFuture.anyOf(answer, broken)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .thenCompose(done -> answer)
                .join();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready, wait(timers.peek()));
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                runTimers();
            }
        } catch (IOException | RuntimeException | Error failure) {
            broken.completeExceptionally(failure);
        }
    }

    private static long wait(Timer next) {
        return next == null ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.due - System.nanoTime()));
    }

    private void ready(SelectionKey key) {
        ((Wire) key.attachment()).ready(key);
    }

    private void runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().due - now <= 0) {
            timers.poll().task.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

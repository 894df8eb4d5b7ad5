package dev.reverb.broadcasting;

import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastDelivery;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.broadcasting.spi.BroadcastQueue;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of an event: asked, rendered, split, and put into the queue or published. Any thread. */
final class Dispatcher implements BroadcastDelivery {

    /** How many messages of an event are sent at a time past the queue; only one with many encrypted channels has more. */
    static final int MAX_AT_ONCE = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Broadcaster.class);

    private final EventRenderer renderer;
    private final MessageSplitter splitter;
    private final Connections connections;
    private final BroadcastQueue queue;
    private final Consumer<Broadcast> listener;
    private final Failures failures;
    private final AtomicBoolean closed = new AtomicBoolean();

    Dispatcher(
            EventRenderer renderer,
            MessageSplitter splitter,
            Connections connections,
            BroadcastQueue queue,
            Consumer<Broadcast> listener,
            Failures failures) {
        this.renderer = renderer;
        this.splitter = splitter;
        this.connections = connections;
        this.queue = queue;
        this.listener = listener;
        this.failures = failures;
    }

    void start() {
        queue.start(this);
    }

    /** Sends an event; what fails on this thread is thrown. */
    void dispatch(ShouldBroadcast event, Routing routing, boolean now) {
        List<FailedBroadcast> failed = send(event, routing, now);
        if (!failed.isEmpty()) {
            BroadcastException first = failed.get(0).cause();
            failed.stream()
                    .skip(1)
                    .map(FailedBroadcast::cause)
                    .filter(other -> other != first)
                    .forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Sends an event; what fails on this thread is reported. */
    void rescued(ShouldBroadcast event, Routing routing, boolean now) {
        try {
            send(event, routing, now).forEach(failures::report);
        } catch (RuntimeException failed) {
            failures.report(new FailedBroadcast(
                    event.getClass().getName(), Optional.empty(), Optional.empty(), 0, Failures.wrap(failed)));
        }
    }

    private List<FailedBroadcast> send(ShouldBroadcast event, Routing routing, boolean now) {
        if (!event.broadcastWhen()) {
            return List.of();
        }
        Broadcast broadcast = renderer.render(event, routing, now);
        if (broadcast.channels().isEmpty()) {
            return List.of();
        }
        broadcast.connections().forEach(connections::get);
        List<BroadcastMessage> messages = splitter.split(broadcast);
        tell(broadcast);
        if (now) {
            return publish(broadcast.connections(), messages);
        }
        push(broadcast, messages);
        return List.of();
    }

    private void tell(Broadcast broadcast) {
        try {
            listener.accept(broadcast);
        } catch (RuntimeException broken) {
            LOG.warn("The listener to broadcasts has failed", broken);
        }
    }

    private void push(Broadcast broadcast, List<BroadcastMessage> messages) {
        String name = broadcast.queue().orElse(Broadcaster.DEFAULT_QUEUE);
        for (String connection : broadcast.connections()) {
            for (BroadcastMessage message : messages) {
                push(new QueuedBroadcast(name, connection, message));
            }
        }
    }

    private void push(QueuedBroadcast queued) {
        try {
            if (closed.get()) {
                throw new BroadcastException(Reason.CLOSED, "The broadcaster has been closed");
            }
            queue.push(queued);
        } catch (RuntimeException refused) {
            giveUp(queued, 0, refused);
        }
    }

    private List<FailedBroadcast> publish(List<String> names, List<BroadcastMessage> messages) {
        if (closed.get()) {
            throw new BroadcastException(Reason.CLOSED, "The broadcaster has been closed");
        }
        List<QueuedBroadcast> all = names.stream()
                .flatMap(name -> messages.stream().map(message -> new QueuedBroadcast("", name, message)))
                .toList();
        List<FailedBroadcast> failed = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MAX_AT_ONCE) {
            failed.addAll(publish(all.subList(from, Math.min(all.size(), from + MAX_AT_ONCE))));
        }
        return failed;
    }

    /** Begins all, then waits for each. */
    private List<FailedBroadcast> publish(List<QueuedBroadcast> sent) {
        List<CompletableFuture<Void>> stages =
                sent.stream().map(each -> deliver(each).toCompletableFuture()).toList();
        List<FailedBroadcast> failed = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            try {
                stages.get(i).get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                failed.add(failure(
                        sent.get(i),
                        1,
                        new BroadcastException(
                                Reason.UNANSWERED, "Interrupted while waiting for the server", interrupted)));
            } catch (ExecutionException refused) {
                failed.add(failure(sent.get(i), 1, refused));
            }
        }
        return failed;
    }

    private static FailedBroadcast failure(QueuedBroadcast broadcast, int attempts, Throwable cause) {
        return new FailedBroadcast(
                broadcast.message().event(),
                Optional.of(broadcast.connection()),
                Optional.of(broadcast.message()),
                attempts,
                Failures.wrap(cause));
    }

    @Override
    public CompletionStage<Void> deliver(QueuedBroadcast broadcast) {
        return deliverBatch(List.of(broadcast));
    }

    @Override
    public CompletionStage<Void> deliverBatch(List<QueuedBroadcast> batch) {
        try {
            BroadcastConnection connection = connections.get(batch.get(0).connection());
            CompletionStage<Void> answer = batch.size() == 1
                    ? connection.publish(batch.get(0).message())
                    : connection.publishBatch(
                            batch.stream().map(QueuedBroadcast::message).toList());
            return wrapped(Objects.requireNonNull(answer, "A broadcast connection must answer with a stage"));
        } catch (RuntimeException | Error failed) {
            return CompletableFuture.failedFuture(Failures.wrap(failed));
        }
    }

    /** Connections of one's own fail with what they like. */
    private static CompletionStage<Void> wrapped(CompletionStage<Void> answer) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        answer.whenComplete((done, failed) -> {
            if (failed == null) {
                told.complete(null);
            } else {
                told.completeExceptionally(Failures.wrap(failed));
            }
        });
        return told;
    }

    @Override
    public int maxBatchSize(String connection) {
        return connections.get(connection).maxBatchSize();
    }

    @Override
    public void giveUp(QueuedBroadcast broadcast, int attempts, Throwable cause) {
        failures.report(failure(broadcast, attempts, cause));
    }

    long dropped() {
        return failures.count();
    }

    /** Drains the queue, then closes the connections. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                queue.close();
            } finally {
                connections.close();
            }
        }
    }
}

package dev.reverb.internal.event;

import dev.reverb.channel.SocketId;
import dev.reverb.event.RateLimited;
import dev.reverb.event.ServerEvent;
import dev.reverb.event.ServerListener;
import dev.reverb.internal.threads.UserThreads;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.websocket.EncodedFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * All listeners of a server. Whoever has something to tell asks {@link #isWanted} first, so that nothing is made for nobody. Any thread;
 * never blocks.
 */
public final class EventHub {

    /** How much what waits for a listener may hold beside the events themselves, {@value} bytes. */
    static final long MAX_PENDING_BYTES = 64L * 1_024 * 1_024;

    /** Nobody listens. */
    public static final EventHub NONE = new EventHub(List.of(), 1, Ticker.system(), MetricsRecorder.disabled());

    private final EventFeed[] feeds;
    private final int wanted;
    private final Ticker ticker;

    /**
     * Begins with nothing told.
     *
     * @param maxPending how many events may wait for each
     * @param ticker one whose {@code nanoTime} begins at zero
     */
    public EventHub(List<ServerListener> listeners, int maxPending, Ticker ticker, MetricsRecorder metrics) {
        this.ticker = ticker;
        this.feeds = listeners.stream()
                .map(listener ->
                        new EventFeed(listener, new NoticeQueue(maxPending, MAX_PENDING_BYTES), ticker, metrics))
                .filter(feed -> feed.wanted() != 0)
                .toArray(EventFeed[]::new);
        int all = 0;
        for (EventFeed feed : feeds) {
            all |= feed.wanted();
        }
        this.wanted = all;
    }

    /** Whether a listener wants that kind of event. */
    public boolean isWanted(EventKind<?> kind) {
        return (wanted & kind.bit()) != 0;
    }

    /** Tells an event that holds nothing large. */
    public <E extends ServerEvent> void tell(EventKind<E> kind, EventMaker<E> maker) {
        tell(kind, 0, maker);
    }

    /**
     * Tells an event.
     *
     * @param bytes how much its maker holds that may be large
     */
    public <E extends ServerEvent> void tell(EventKind<E> kind, long bytes, EventMaker<E> maker) {
        offer(new Notice.One<>(kind, ticker.currentTimeMillis(), bytes, maker));
    }

    /**
     * Tells that a limit was exceeded, where that is wanted.
     *
     * @param socketId whose message is dropped on account of it; null for publishers
     */
    public void tellRateLimited(String appId, @Nullable SocketId socketId, RateLimited.Limit limit) {
        if (isWanted(EventKind.RATE_LIMITED)) {
            tell(EventKind.RATE_LIMITED, time -> new RateLimited(appId, time, Optional.ofNullable(socketId), limit));
        }
    }

    /**
     * Tells of messages that go to connections, each of them to all.
     *
     * @param socketKeys the connections' socket ids, each as one number; at least one
     * @param frames the messages, at least one; not changed any more
     */
    public void tellSent(String appId, long[] socketKeys, EncodedFrame[] frames) {
        offer(Notice.Sent.of(appId, ticker.currentTimeMillis(), socketKeys, frames));
    }

    /**
     * Tells that events were lost before they came here, to the listeners that may have been told some of them.
     *
     * @param kinds which kinds of events they may have been
     * @param count how many, at least one
     */
    public void tellMissed(List<EventKind<?>> kinds, long count) {
        long now = ticker.currentTimeMillis();
        for (EventFeed feed : feeds) {
            feed.missed(kinds, count, now);
        }
    }

    private void offer(Notice notice) {
        for (EventFeed feed : feeds) {
            feed.offer(notice);
        }
    }

    /**
     * Begins to call listeners. Each has a platform thread, not a virtual one: those share a few carriers, and a listener that spins or
     * pins its carrier would hold up the others.
     */
    public void start() {
        ThreadFactory threads = UserThreads.daemons("reverb-listener-");
        for (EventFeed feed : feeds) {
            feed.start(threads);
        }
    }

    /**
     * Tells what waits, and nothing that comes after this.
     *
     * @param atMost how long listeners may take
     * @param late on what it completes where the time is over
     * @return completes when all have been told everything, or the time is over
     */
    public CompletableFuture<Void> stop(Duration atMost, Executor late) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[feeds.length];
        for (int i = 0; i < feeds.length; i++) {
            all[i] = feeds[i].stop(atMost, late);
        }
        return CompletableFuture.allOf(all);
    }
}

package dev.reverb.internal.channels;

import dev.reverb.spi.Ticker;
import java.util.concurrent.atomic.AtomicInteger;

/** What the server knows of one application beside its settings: its channels and its counters. Any thread. */
public final class ApplicationState {

    private final String id;
    private final ChannelRegistry channels;
    private final AtomicInteger connections = new AtomicInteger();
    private final RateWindow backendEvents;
    private final RateWindow clientEvents;
    private final RateWindow readRequests;

    public ApplicationState(String id, ChannelRegistry channels, Ticker ticker) {
        this.id = id;
        this.channels = channels;
        this.backendEvents = new RateWindow(ticker);
        this.clientEvents = new RateWindow(ticker);
        this.readRequests = new RateWindow(ticker);
        channels.belongTo(this);
    }

    /** Whether nothing would be lost with it, but what was counted for the rates of this second. */
    public boolean isUnused() {
        return connections.get() == 0 && channels.isEmpty();
    }

    public String id() {
        return id;
    }

    public ChannelRegistry channels() {
        return channels;
    }

    /** Counts a connection in, unless there are as many as may be. */
    public boolean tryConnect(int maxConnections) {
        if (connections.incrementAndGet() > maxConnections) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Counts a connection out. */
    public void disconnected() {
        connections.decrementAndGet();
    }

    public int connections() {
        return connections.get();
    }

    public RateWindow backendEvents() {
        return backendEvents;
    }

    public RateWindow clientEvents() {
        return clientEvents;
    }

    public RateWindow readRequests() {
        return readRequests;
    }
}

package dev.reverb.internal.protocol;

import dev.reverb.application.Application;
import java.util.concurrent.ConcurrentHashMap;

/** Holds {@code max_connections_per_address}. Any thread. */
public final class ConnectionCounter {

    private final int maxPerAddress;
    private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    public ConnectionCounter(int maxPerAddress) {
        this.maxPerAddress = maxPerAddress;
    }

    /** Whether connections are counted at all. */
    boolean isLimited() {
        return maxPerAddress != Application.UNLIMITED;
    }

    boolean tryConnect(String address) {
        if (!isLimited()) {
            return true;
        }
        int[] before = new int[1];
        byAddress.compute(address, (key, count) -> {
            before[0] = count == null ? 0 : count;
            return Math.min(before[0] + 1, maxPerAddress);
        });
        return before[0] < maxPerAddress;
    }

    void disconnected(String address) {
        if (isLimited()) {
            byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}

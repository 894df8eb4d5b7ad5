package dev.reverb.tck.application;

import dev.reverb.application.Application;
import java.util.List;

/** Numbers that are published to an application's clients, one after the other. Published by one thread, read by any. */
final class KitNumbers {

    static final String CHANNEL = "kit";
    static final String EVENT = "kit-number";

    private final KitServer server;
    private final List<Application> settings;
    private volatile int current;
    private volatile int published;
    private volatile boolean refused;

    /**
     * Begins with none.
     *
     * @param settings the application, as it is at first and as it becomes
     */
    KitNumbers(KitServer server, Application... settings) {
        this.server = server;
        this.settings = List.of(settings);
    }

    /** Publishes the next, unless the application is gone. */
    void next() {
        if (refused) {
            return;
        }
        int number = published + 1;
        int status = server.publish(settings.get(current), number);
        if (status == 401 && !isUnderLast()) {
            current = settings.size() - 1;
            status = server.publish(settings.get(current), number);
        }
        if (status == 404) {
            refused = true;
        } else if (status == 200) {
            published = number;
        } else {
            throw new AssertionError("A publish to " + settings.get(current) + " was answered " + status);
        }
    }

    /** How many the server has taken. */
    int published() {
        return published;
    }

    /** Whether the server takes the application's last settings only. */
    boolean isUnderLast() {
        return current == settings.size() - 1;
    }

    /** Whether the server knows the application no more. */
    boolean isRefused() {
        return refused;
    }
}

package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.UnreadableMessageException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of messages that cannot be read: once for each reason and sender, and of all together no more than {@value #MAX} times. */
final class Warnings {

    /** How many warnings there are at most in a bus's life. */
    static final int MAX = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Warnings.class);

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    void unreadable(UnreadableMessageException message) {
        if (said.size() < MAX && said.add(message.sender() + ' ' + message.reason())) {
            LOGGER.warn("Ignored on a topic, as will be others like it. {}", message.getMessage());
        }
    }

    /** How many there were, for tests. */
    int count() {
        return said.size();
    }
}

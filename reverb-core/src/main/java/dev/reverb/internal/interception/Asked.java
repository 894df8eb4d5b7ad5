package dev.reverb.internal.interception;

import dev.reverb.channel.SocketId;
import java.util.List;
import java.util.Optional;

/** What interceptors are asked about. */
sealed interface Asked permits AskedConnection, AskedSubscription, AskedClientEvent {

    String appId();

    SocketId socketId();

    /** What was attached to the connection so far. */
    List<Object> attachments();

    /** The first that was attached of a kind. */
    default <T> Optional<T> attachment(Class<T> type) {
        for (Object attachment : attachments()) {
            if (type.isInstance(attachment)) {
                return Optional.of(type.cast(attachment));
            }
        }
        return Optional.empty();
    }
}

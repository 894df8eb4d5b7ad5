package dev.reverb.broadcasting;

import dev.reverb.Publication;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.internal.TypeNames;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** Asks an event what it is, and writes its data. Immutable. */
final class EventRenderer {

    private final ObjectMapper mapper;
    private final TypeNames names;
    private final String defaultConnection;

    EventRenderer(ObjectMapper mapper, TypeNames names, String defaultConnection) {
        this.mapper = mapper;
        this.names = names;
        this.defaultConnection = defaultConnection;
    }

    /** The event as it is now. */
    Broadcast render(ShouldBroadcast event, Routing routing, boolean now) {
        List<Channel> channels = event.broadcastOn().stream()
                .<Channel>map(channel -> channel)
                .distinct()
                .toList();
        List<String> own = event.broadcastConnections();
        return new Broadcast(
                event instanceof AnonymousEvent.Content ? Optional.empty() : Optional.of(event),
                channels,
                nameOf(event),
                json(event),
                routing.exceptSocketId(),
                routing.connectionsOr(own.isEmpty() ? List.of(defaultConnection) : own).stream()
                        .distinct()
                        .toList(),
                now ? Optional.empty() : Optional.of(queueOf(event)));
    }

    private String nameOf(ShouldBroadcast event) {
        String own = event.broadcastAs();
        String name = own == null ? derivedName(event) : own;
        if (name.isEmpty() || name.length() > Publication.MAX_EVENT_NAME_LENGTH) {
            throw new BroadcastException(
                    Reason.INVALID,
                    "An event's name has 1 to " + Publication.MAX_EVENT_NAME_LENGTH + " characters, not "
                            + name.length());
        }
        return name;
    }

    private String derivedName(ShouldBroadcast event) {
        try {
            return names.nameOf(event.getClass());
        } catch (IllegalArgumentException nameless) {
            throw new BroadcastException(
                    Reason.INVALID, nameless.getMessage() + ". Let broadcastAs() say one", nameless);
        }
    }

    private String json(ShouldBroadcast event) {
        try {
            return mapper.writeValueAsString(event.broadcastWith());
        } catch (JacksonException unwritable) {
            throw new BroadcastException(
                    Reason.INVALID,
                    "The data of " + event.getClass().getName() + " cannot be written as JSON",
                    unwritable);
        }
    }

    private static String queueOf(ShouldBroadcast event) {
        String queue = event.broadcastQueue();
        return queue == null ? Broadcaster.DEFAULT_QUEUE : queue;
    }
}

package dev.reverb.tck;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of the Pusher protocol as a client got it.
 *
 * @param event the event's name
 * @param channel the channel, where it has one
 * @param data the data as text: where it came as a JSON string, what that string holds
 * @param userId the sender, of client events on presence channels
 */
public record ReceivedEvent(String event, Optional<String> channel, String data, Optional<String> userId) {

    /**
     * Reads a message.
     *
     * @param message a text frame's text
     * @return the event; its data is empty where the message has none
     * @throws AssertionError where the message is no event
     */
    public static ReceivedEvent parse(String message) {
        try {
            if (Json.parse(message) instanceof Map<?, ?> fields && fields.get("event") instanceof String event) {
                return new ReceivedEvent(
                        event,
                        string(fields.get("channel")),
                        fields.containsKey("data") ? text(fields.get("data")) : "",
                        string(fields.get("user_id")));
            }
        } catch (IllegalArgumentException notJson) {
            throw new AssertionError("Expected an event\nbut was  " + message, notJson);
        }
        throw new AssertionError("Expected an event\nbut was  " + message);
    }

    private static String text(@Nullable Object data) {
        return data instanceof String string ? string : Json.write(data);
    }

    private static Optional<String> string(@Nullable Object field) {
        return field instanceof String string ? Optional.of(string) : Optional.empty();
    }

    /**
     * A field of the data.
     *
     * @param name the field's name
     * @return its value as text, or empty where the data is no object or has no such field
     */
    public Optional<String> field(String name) {
        try {
            return Json.parse(data) instanceof Map<?, ?> fields && fields.containsKey(name)
                    ? Optional.of(text(fields.get(name)))
                    : Optional.empty();
        } catch (IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }
}

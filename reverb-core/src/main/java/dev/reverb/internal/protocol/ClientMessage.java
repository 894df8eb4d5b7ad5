package dev.reverb.internal.protocol;

import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client's message, its first level read. Slices point into the message's own bytes. */
final class ClientMessage {

    private @Nullable JsonSlice event;
    private @Nullable JsonSlice channel;
    private @Nullable JsonSlice data;

    private ClientMessage() {}

    /** Reads a message; empty where it is no object or its {@code event} is no string. */
    static Optional<ClientMessage> parse(byte[] utf8, int from, int length) {
        ClientMessage message = new ClientMessage();
        try {
            JsonReader.readObject(utf8, from, length, message::member);
        } catch (MalformedJsonException malformed) {
            return Optional.empty();
        }
        return message.event == null || !message.event.isString() ? Optional.empty() : Optional.of(message);
    }

    private void member(String name, JsonSlice value) {
        switch (name) {
            case "event" -> event = value;
            case "channel" -> channel = value;
            case "data" -> data = value;
            default -> {}
        }
    }

    JsonSlice eventJson() {
        if (event == null) {
            throw new IllegalStateException();
        }
        return event;
    }

    String event() {
        return eventJson().string();
    }

    /** The channel beside the event, where client events have it; empty where it is no string. */
    Optional<String> channel() {
        return Optional.ofNullable(channel).filter(JsonSlice::isString).map(JsonSlice::string);
    }

    /** The data exactly as it came, or null. */
    @Nullable
    JsonSlice data() {
        return data;
    }

    /** The members of {@code data}; where it is a string, of the object that the string holds. */
    void readData(JsonReader.MemberVisitor visitor) throws MalformedJsonException {
        if (data == null) {
            return;
        }
        JsonReader.readObject(data.isString() ? JsonSlice.of(data.string()) : data, visitor);
    }
}

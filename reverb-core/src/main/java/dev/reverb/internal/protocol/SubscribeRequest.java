package dev.reverb.internal.protocol;

import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** The {@code data} of {@code pusher:subscribe} and {@code pusher:unsubscribe}. */
final class SubscribeRequest {

    private @Nullable JsonSlice channel;
    private @Nullable JsonSlice auth;
    private @Nullable JsonSlice channelData;

    /** Decoded at most once, whoever asks for it. */
    private @Nullable String channelDataText;

    private SubscribeRequest() {}

    /** Reads a request; null where it is malformed or its channel is no string. */
    static @Nullable SubscribeRequest parse(ClientMessage message) {
        SubscribeRequest request = new SubscribeRequest();
        try {
            message.readData(request::member);
        } catch (MalformedJsonException malformed) {
            return null;
        }
        return request.channel == null || !request.channel.isString() ? null : request;
    }

    private void member(String name, JsonSlice value) {
        switch (name) {
            case "channel" -> channel = value;
            case "auth" -> auth = value;
            case "channel_data" -> channelData = value;
            default -> {}
        }
    }

    String channel() {
        return channel == null ? "" : channel.string();
    }

    /** The signature with the key before it, or an empty string. */
    String auth() {
        return auth != null && auth.isString() ? auth.string() : "";
    }

    /** The member's data as it was signed: a string's content; null where none was sent. */
    @Nullable
    String channelData() {
        JsonSlice given = channelData;
        if (channelDataText == null && given != null && !given.isNull()) {
            channelDataText = given.isString() ? given.string() : given.json();
        }
        return channelDataText;
    }
}

package dev.reverb.internal.protocol;

import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** The {@code data} of {@code pusher:signin}. */
final class SignInRequest {

    private @Nullable JsonSlice auth;
    private @Nullable JsonSlice userData;

    private SignInRequest() {}

    /** Reads a request; null where it is malformed. */
    static @Nullable SignInRequest parse(ClientMessage message) {
        SignInRequest request = new SignInRequest();
        try {
            message.readData(request::member);
        } catch (MalformedJsonException malformed) {
            return null;
        }
        return request;
    }

    private void member(String name, JsonSlice value) {
        switch (name) {
            case "auth" -> auth = value;
            case "user_data" -> userData = value;
            default -> {}
        }
    }

    /** The signature with the key before it, or an empty string. */
    String auth() {
        return auth != null && auth.isString() ? auth.string() : "";
    }

    /** The user's data as it was signed: a string's content; an empty string where none was sent. */
    String userData() {
        if (userData == null) {
            return "";
        }
        return userData.isString() ? userData.string() : userData.json();
    }
}

package dev.reverb;

import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;

/** What an application tells of a user: any one JSON value. */
final class UserInfo {

    private UserInfo() {}

    /**
     * Checks JSON text before it becomes a part of a larger one.
     *
     * @throws IllegalArgumentException where it is not exactly one JSON value
     */
    static JsonSlice checked(String json) {
        try {
            return JsonReader.readValue(json);
        } catch (MalformedJsonException malformed) {
            throw new IllegalArgumentException("A user_info is one JSON value; this is not", malformed);
        }
    }
}

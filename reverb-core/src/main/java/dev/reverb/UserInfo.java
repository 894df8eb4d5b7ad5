package dev.reverb;

import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import java.util.List;

/** What an application tells of a user: any one JSON value. */
final class UserInfo {

    private UserInfo() {}

    /**
     * Checks JSON text before it becomes a part of a larger one.
     *
     * @throws IllegalArgumentException where it is not exactly one JSON value
     */
    static JsonSlice checked(String json) {
        List<JsonSlice> values;
        try {
            // Within an array, since any value will do.
            values = JsonReader.readArray(JsonSlice.of("[" + json + "]"));
        } catch (MalformedJsonException malformed) {
            throw new IllegalArgumentException("A user_info is JSON; this is not", malformed);
        }
        if (values.size() != 1) {
            throw new IllegalArgumentException("A user_info is one JSON value, not " + values.size());
        }
        return values.get(0);
    }
}

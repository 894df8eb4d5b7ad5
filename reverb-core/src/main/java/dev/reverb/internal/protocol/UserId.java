package dev.reverb.internal.protocol;

import dev.reverb.ClientAuthorizer;
import dev.reverb.internal.wire.JsonSlice;
import org.jspecify.annotations.Nullable;

/** The ids of users as they arrive. */
final class UserId {

    /** The longest id, in characters. */
    static final int MAX_LENGTH = ClientAuthorizer.MAX_USER_ID_LENGTH;

    private UserId() {}

    /** A string as it is, a number by its text; null where it is neither, empty or too long. */
    static @Nullable String read(@Nullable JsonSlice json) {
        if (json == null) {
            return null;
        }
        String id = json.isString() ? json.string() : json.isNumber() ? json.json() : "";
        return id.isEmpty() || id.length() > MAX_LENGTH ? null : id;
    }
}

package dev.reverb.internal.protocol;

import dev.reverb.ClientAuthorizer;
import dev.reverb.internal.channels.PresenceMember;
import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Reads {@code channel_data}: who subscribes to a presence channel. */
final class MemberReader {

    /** The longest user id, in characters. */
    static final int MAX_USER_ID_LENGTH = ClientAuthorizer.MAX_USER_ID_LENGTH;

    private @Nullable JsonSlice userId;
    private @Nullable JsonSlice userInfo;

    private MemberReader() {}

    /** Reads a member; null where there is no usable {@code user_id}. */
    static @Nullable PresenceMember read(String channelData) {
        MemberReader reader = new MemberReader();
        try {
            JsonReader.readObject(JsonSlice.of(channelData), reader::member);
        } catch (MalformedJsonException malformed) {
            return null;
        }
        String id = reader.userId();
        if (id == null || id.isEmpty() || id.length() > MAX_USER_ID_LENGTH) {
            return null;
        }
        JsonSlice info = reader.userInfo;
        return new PresenceMember(id, info == null ? null : info.copy());
    }

    private void member(String name, JsonSlice value) {
        switch (name) {
            case "user_id" -> userId = value;
            case "user_info" -> userInfo = value;
            default -> {}
        }
    }

    /** A string as it is, a number by its text. */
    private @Nullable String userId() {
        if (userId == null) {
            return null;
        }
        return userId.isString() ? userId.string() : userId.isNumber() ? userId.json() : null;
    }
}

package dev.reverb.internal.protocol;

import dev.reverb.internal.channels.PresenceMember;
import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Reads {@code channel_data}: who subscribes to a presence channel. */
final class MemberReader {

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
        return of(UserId.read(reader.userId), reader.userInfo);
    }

    /** A member whose information is in bytes of its own; null where there is no id. */
    static @Nullable PresenceMember of(@Nullable String id, @Nullable JsonSlice info) {
        return id == null ? null : new PresenceMember(id, info == null ? null : info.copy());
    }

    private void member(String name, JsonSlice value) {
        switch (name) {
            case "user_id" -> userId = value;
            case "user_info" -> userInfo = value;
            default -> {}
        }
    }
}

package dev.reverb.internal.protocol;

import dev.reverb.User;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.PresenceMember;
import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the application has signed of a user (Pusher Channels, "Authenticating users").
 *
 * @param text the very text
 * @param member who the user is on presence channels that are joined without {@code channel_data}
 * @param watchlist the channels of those who are watched, each once; empty where they are too many
 * @param isWatchlistTooLong whether they are more than {@value #MAX_WATCHLIST}
 */
record UserData(String text, PresenceMember member, Set<ChannelName> watchlist, boolean isWatchlistTooLong) {

    /** How many users one connection may watch. */
    static final int MAX_WATCHLIST = User.MAX_WATCHLIST;

    /** Reads {@code user_data}; null where there is no usable {@code id}. */
    static @Nullable UserData read(String text) {
        Reader reader = new Reader();
        try {
            JsonReader.readObject(JsonSlice.of(text), reader::member);
        } catch (MalformedJsonException malformed) {
            return null;
        }
        PresenceMember member = MemberReader.of(UserId.read(reader.id), reader.userInfo);
        if (member == null) {
            return null;
        }
        Set<ChannelName> watchlist = watchlist(reader.watchlist);
        boolean tooLong = watchlist.size() > MAX_WATCHLIST;
        return new UserData(text, member, tooLong ? Set.of() : watchlist, tooLong);
    }

    /** Those whose id nobody can have never come online, and are left out. */
    private static Set<ChannelName> watchlist(@Nullable JsonSlice array) {
        Set<ChannelName> users = new LinkedHashSet<>();
        if (array == null) {
            return users;
        }
        try {
            for (JsonSlice element : JsonReader.readArray(array)) {
                String id = UserId.read(element);
                if (id != null) {
                    users.add(ChannelName.ofUser(id));
                }
            }
        } catch (MalformedJsonException noArray) {
            return Set.of();
        }
        return users;
    }

    private static final class Reader {

        private @Nullable JsonSlice id;
        private @Nullable JsonSlice userInfo;
        private @Nullable JsonSlice watchlist;

        private void member(String name, JsonSlice value) {
            switch (name) {
                case "id" -> id = value;
                case "user_info" -> userInfo = value;
                case "watchlist" -> watchlist = value;
                default -> {}
            }
        }
    }
}

package dev.reverb.internal.channels;

import dev.reverb.channel.Member;
import dev.reverb.internal.wire.JsonSlice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a subscription to a presence channel is, as the application signed it.
 *
 * @param userId the user's id
 * @param userInfo the user's information, in bytes of its own; null where there is none
 */
public record PresenceMember(String userId, @Nullable JsonSlice userInfo) {

    /** The same as the API tells of it. */
    public Member toMember() {
        return new Member(userId, Optional.ofNullable(userInfo).map(JsonSlice::json));
    }
}

package dev.reverb.internal.interception;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.internal.wire.JsonSlice;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client event that is decided.
 *
 * @param eventJson its name as it came, in bytes of its own
 * @param dataJson its data as it came, or was changed to; null where there is none
 * @param room how many bytes the data may have
 */
public record AskedClientEvent(
        String appId,
        SocketId socketId,
        ChannelName channel,
        JsonSlice eventJson,
        @Nullable JsonSlice dataJson,
        int room,
        Optional<String> userId,
        Optional<Member> user,
        List<Object> attachments)
        implements ClientEventRequest, Asked {

    /**
     * The same with other data.
     *
     * @throws IllegalArgumentException where it is longer than there is room
     */
    AskedClientEvent with(String data) {
        JsonSlice changed = JsonSlice.of(data);
        if (changed.length() > room) {
            throw new IllegalArgumentException("The data of a client event was changed to " + changed.length()
                    + " bytes, where max_message_size leaves " + room);
        }
        return new AskedClientEvent(appId, socketId, channel, eventJson, changed, room, userId, user, attachments);
    }

    @Override
    public String event() {
        return eventJson.string();
    }

    @Override
    public Optional<String> data() {
        return Optional.ofNullable(dataJson).map(JsonSlice::json);
    }

    @Override
    public <T> Optional<T> attachment(Class<T> type) {
        return Asked.super.attachment(type);
    }

    @Override
    public String toString() {
        return "ClientEventRequest[" + appId + ", " + socketId + ", " + channel + ", " + event() + "]";
    }
}

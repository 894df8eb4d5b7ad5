package dev.reverb.internal.dispatch;

import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.wire.JsonSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An event that has been found good and is to be published.
 *
 * @param channels distinct names
 * @param event the name as JSON
 * @param data the data as JSON, a string
 * @param excluded the socket id, as one number, of the connection that does not get it, or {@code Delivery.NOBODY}
 * @param wanted what its publisher wants to know of its channels
 */
public record OutgoingEvent(
        List<ChannelName> channels, JsonSlice event, JsonSlice data, long excluded, Set<ChannelAttribute> wanted) {

    /** What its publisher wants to know, by channel, as it is now. */
    public Map<String, ChannelInfo> info(ApplicationState state) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, ChannelInfo> info = new LinkedHashMap<>();
        for (ChannelName channel : channels) {
            info.put(channel.toString(), state.channels().info(channel, wanted));
        }
        return info;
    }
}

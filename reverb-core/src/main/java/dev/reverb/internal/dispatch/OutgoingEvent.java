package dev.reverb.internal.dispatch;

import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.wire.JsonSlice;
import java.util.Collections;
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

    private static final List<Map<String, ChannelInfo>> NOTHING = List.of(Map.of());

    /** Whether the publisher of one of them wants to know something. */
    public static boolean isAnythingWanted(List<OutgoingEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).wanted.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What is known where nothing is wanted: nothing, of each. */
    public static List<Map<String, ChannelInfo>> nothing(List<OutgoingEvent> events) {
        return events.size() == 1 ? NOTHING : Collections.nCopies(events.size(), Map.of());
    }
}

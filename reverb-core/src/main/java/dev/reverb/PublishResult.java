package dev.reverb;

import dev.reverb.channel.ChannelInfo;
import java.util.Map;

/**
 * What became of a publication: it is in the mailboxes of all its channels, and will reach every subscriber in order.
 *
 * @param channels what {@link Publication#withInfo} asked for, by channel; empty where it did not
 */
public record PublishResult(Map<String, ChannelInfo> channels) {

    /** Copies the map. */
    public PublishResult {
        channels = Map.copyOf(channels);
    }
}

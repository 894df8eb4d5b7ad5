package dev.reverb.internal.dispatch;

import dev.reverb.channel.ChannelName;
import dev.reverb.internal.wire.JsonSlice;
import java.util.List;

/**
 * An event that has been found good and is to be published.
 *
 * @param channels distinct names
 * @param event the name as JSON
 * @param data the data as JSON, a string
 * @param excluded the socket id, as one number, of the connection that does not get it, or {@code Delivery.NOBODY}
 */
public record OutgoingEvent(List<ChannelName> channels, JsonSlice event, JsonSlice data, long excluded) {}

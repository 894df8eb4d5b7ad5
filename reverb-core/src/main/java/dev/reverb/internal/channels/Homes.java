package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.internal.connection.LaneWorker;

/** Which lane runs a channel's mailbox: always the same one for a name. Any thread. */
@FunctionalInterface
public interface Homes {

    LaneWorker of(ChannelName channel);
}

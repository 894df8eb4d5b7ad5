package dev.reverb.event;

import dev.reverb.channel.ChannelName;

/**
 * Something that has happened on one channel. Those of a channel come in its order. The channels of users ({@code #server-to-user-…})
 * tell nothing.
 */
public sealed interface ChannelEvent extends ApplicationEvent
        permits CacheMiss,
                ChannelCreated,
                ChannelOccupied,
                ChannelRemoved,
                ChannelVacated,
                ClientEvent,
                MemberAdded,
                MemberRemoved,
                Subscribed,
                Unsubscribed {

    /**
     * Which channel it is.
     *
     * @return its name
     */
    ChannelName channel();
}

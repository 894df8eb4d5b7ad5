package dev.reverb.broadcasting;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;

/**
 * Where an event goes. This one is public, or whatever the name's prefix says (Pusher Channels, "Channel types"); the other classes put
 * their prefix before the name. Immutable, and equal by its name on the wire.
 */
public sealed class Channel permits PrivateChannel, PresenceChannel, EncryptedPrivateChannel {

    private final ChannelName name;

    /**
     * A channel by its whole name.
     *
     * @param name such as {@code orders}
     * @throws IllegalArgumentException where it is no {@linkplain ChannelName channel name}
     */
    public Channel(String name) {
        this.name = ChannelName.of(name);
    }

    /**
     * The channel's name as it goes over the wire, with its prefix.
     *
     * @return such as {@code private-orders.7}
     */
    public final String name() {
        return name.toString();
    }

    /** Whether what is sent there is encrypted; the prefix says so, whatever class it was made by. */
    final boolean isEncrypted() {
        return name.type() == ChannelType.ENCRYPTED;
    }

    final ChannelName wireName() {
        return name;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Channel channel && name.equals(channel.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    /** The name on the wire. */
    @Override
    public final String toString() {
        return name();
    }
}

package dev.reverb.broadcasting;

/** A private channel that knows who is there: {@code Echo.join(name)}. */
public final class PresenceChannel extends Channel {

    /** What goes before the name: {@value}. */
    public static final String PREFIX = "presence-";

    /**
     * A channel by its name without the prefix.
     *
     * @param name such as {@code chat.1}
     * @throws IllegalArgumentException where it is no {@linkplain dev.reverb.channel.ChannelName channel name}, with the prefix
     */
    public PresenceChannel(String name) {
        super(PREFIX + name);
    }
}

package dev.reverb.broadcasting;

/** A channel that only those may listen to whom the application authorizes: {@code Echo.private(name)}. */
public final class PrivateChannel extends Channel {

    /** What goes before the name: {@value}. */
    public static final String PREFIX = "private-";

    /**
     * A channel by its name without the prefix.
     *
     * @param name such as {@code orders.7}
     * @throws IllegalArgumentException where it is no {@linkplain dev.reverb.channel.ChannelName channel name}, with the prefix
     */
    public PrivateChannel(String name) {
        super(PREFIX + name);
    }
}

package dev.reverb.broadcasting;

/**
 * A private channel whose data the server cannot read: {@code Echo.encryptedPrivate(name)}. Takes a master key:
 * {@link Broadcaster.Builder#encryptionKey}.
 */
public final class EncryptedPrivateChannel extends Channel {

    /** What goes before the name: {@value}. */
    public static final String PREFIX = "private-encrypted-";

    /**
     * A channel by its name without the prefix.
     *
     * @param name such as {@code messages.7}
     * @throws IllegalArgumentException where it is no {@linkplain dev.reverb.channel.ChannelName channel name}, with the prefix
     */
    public EncryptedPrivateChannel(String name) {
        super(PREFIX + name);
    }
}

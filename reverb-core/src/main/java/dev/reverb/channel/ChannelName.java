package dev.reverb.channel;

import java.util.Optional;

/**
 * A valid channel name: 1 to {@value #MAX_LENGTH} of {@code A-Za-z0-9_-=@,.;} (Pusher Channels, "Channel naming
 * conventions"), or {@code #server-to-user-} and a user's id. Immutable; equal by its text.
 */
public final class ChannelName {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 164;

    private static final String SERVER_TO_USER = "#server-to-user-";
    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char c = 0; c < ALLOWED.length; c++) {
            ALLOWED[c] =
                    c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "_-=@,.;".indexOf(c) >= 0;
        }
    }

    private final String value;
    private final ChannelType type;
    private final boolean cache;

    private ChannelName(String value, ChannelType type, boolean cache) {
        this.value = value;
        this.type = type;
        this.cache = cache;
    }

    /**
     * Reads a name.
     *
     * @param name the text
     * @return the name, or empty where it is none
     */
    public static Optional<ChannelName> parse(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        if (name.startsWith(SERVER_TO_USER)) {
            return name.length() == SERVER_TO_USER.length()
                    ? Optional.empty()
                    : Optional.of(new ChannelName(name, ChannelType.SERVER_TO_USER, false));
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 128 || !ALLOWED[c]) {
                return Optional.empty();
            }
        }
        ChannelType type = ChannelType.PUBLIC;
        int rest = 0;
        if (name.startsWith("private-encrypted-")) {
            type = ChannelType.ENCRYPTED;
            rest = "private-encrypted-".length();
        } else if (name.startsWith("private-")) {
            type = ChannelType.PRIVATE;
            rest = "private-".length();
        } else if (name.startsWith("presence-")) {
            type = ChannelType.PRESENCE;
            rest = "presence-".length();
        }
        return Optional.of(new ChannelName(name, type, name.startsWith("cache-", rest)));
    }

    /**
     * Takes a name that is known to be valid.
     *
     * @param name the text
     * @return the name
     * @throws IllegalArgumentException where it is not valid
     */
    public static ChannelName of(String name) {
        return parse(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Not a channel name: \"" + name + "\". A name is 1 to " + MAX_LENGTH + " of A-Za-z0-9_-=@,.;"));
    }

    /**
     * The channel of one user: what is published there reaches every connection that is signed in as the user (Pusher Channels,
     * "Sending events to authenticated users").
     *
     * @param userId the user's id
     * @return {@code #server-to-user-} and the id
     * @throws IllegalArgumentException where the id is empty or too long for a name
     */
    public static ChannelName ofUser(String userId) {
        return of(SERVER_TO_USER + userId);
    }

    /**
     * Whose channel it is.
     *
     * @return the user's id, on the channel of one user only
     */
    public Optional<String> userId() {
        return type == ChannelType.SERVER_TO_USER
                ? Optional.of(value.substring(SERVER_TO_USER.length()))
                : Optional.empty();
    }

    /**
     * What the channel can do.
     *
     * @return the type that the prefix says
     */
    public ChannelType type() {
        return type;
    }

    /**
     * Whether the channel keeps its last published event for those who come later.
     *
     * @return true where {@code cache-} follows the type's prefix
     */
    public boolean isCache() {
        return cache;
    }

    /**
     * Whether the channel has members.
     *
     * @return true for presence channels
     */
    public boolean isPresence() {
        return type == ChannelType.PRESENCE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelName name && value.equals(name.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The name as it goes over the wire. */
    @Override
    public String toString() {
        return value;
    }
}

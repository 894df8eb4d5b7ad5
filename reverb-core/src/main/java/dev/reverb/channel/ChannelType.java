package dev.reverb.channel;

/**
 * What a channel can do; its name's prefix decides (Pusher Channels, "Channel types").
 *
 * <table>
 * <caption>The prefixes and what follows from them</caption>
 * <tr><th>type</th><th>prefix</th><th>signed subscriptions</th><th>client events</th></tr>
 * <tr><td>{@link #PUBLIC}</td><td>none</td><td>no</td><td>only where the application accepts them from all</td></tr>
 * <tr><td>{@link #PRIVATE}</td><td>{@code private-}</td><td>yes</td><td>yes</td></tr>
 * <tr><td>{@link #ENCRYPTED}</td><td>{@code private-encrypted-}</td><td>yes</td><td>never</td></tr>
 * <tr><td>{@link #PRESENCE}</td><td>{@code presence-}</td><td>yes, with a member</td><td>yes, with the user id</td></tr>
 * <tr><td>{@link #SERVER_TO_USER}</td><td>{@code #server-to-user-}</td><td>the signed-in user only</td><td>no</td></tr>
 * </table>
 *
 * Each of the first four also exists as a cache channel; see {@link ChannelName#isCache()}.
 */
public enum ChannelType {
    /** Anyone may subscribe. */
    PUBLIC,
    /** Subscribing takes a signature of the application. */
    PRIVATE,
    /** A private channel whose data the server cannot read. */
    ENCRYPTED,
    /** A private channel that knows its members. */
    PRESENCE,
    /** The events to one signed-in user. */
    SERVER_TO_USER;

    /**
     * Whether a subscription must be signed by the application.
     *
     * @return true for private, encrypted and presence channels
     */
    public boolean requiresAuthorization() {
        return this == PRIVATE || this == ENCRYPTED || this == PRESENCE;
    }
}

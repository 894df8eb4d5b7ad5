package dev.reverb.interception;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import java.util.Optional;

/**
 * A client that asks to be subscribed to a channel, with a good signature where the channel needs one. Its {@code toString} has
 * nothing of who it is.
 *
 * <p>Made by the server; a later version may add methods, each with a default. Safe for any thread.
 */
public interface SubscriptionRequest {

    /**
     * Whose client it is.
     *
     * @return the application's id
     */
    String appId();

    /**
     * Which connection it is.
     *
     * @return its socket id
     */
    SocketId socketId();

    /**
     * The channel.
     *
     * @return its name, with its prefix
     */
    ChannelName channel();

    /**
     * Who the client will be on a presence channel: what the application has signed for it, or the {@linkplain #user() user} that is
     * signed in.
     *
     * @return the member; empty on all other channels
     */
    Optional<Member> member();

    /**
     * The {@code channel_data} that came with the subscription.
     *
     * @return the very text, which on channels with a signature is part of what was signed; empty where there was none
     */
    Optional<String> channelData();

    /**
     * Who is signed in on the connection (Pusher Channels, "User authentication").
     *
     * @return the user; empty where nobody is
     */
    Optional<Member> user();

    /**
     * What was {@linkplain ConnectionDecision#acceptWith attached} to the connection.
     *
     * @param type of what kind
     * @param <T> of what kind
     * @return the first of that kind, or empty
     */
    <T> Optional<T> attachment(Class<T> type);
}

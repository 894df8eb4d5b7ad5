package dev.reverb.interception;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import java.util.Optional;

/**
 * A client event that is to go to the others on a channel. Its {@code toString} has neither data nor user.
 *
 * <p>Made by the server; a later version may add methods, each with a default. Safe for any thread.
 */
public interface ClientEventRequest {

    /**
     * Whose client it is.
     *
     * @return the application's id
     */
    String appId();

    /**
     * Which connection sends it.
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
     * The event's name.
     *
     * @return such as {@code client-typing}
     */
    String event();

    /**
     * The event's data, as the client sent it, or as an interceptor that was asked before has {@linkplain
     * ClientEventDecision#acceptWith changed} it.
     *
     * @return any one JSON value, as text: a string has its quotes; empty where there was none
     */
    Optional<String> data();

    /**
     * The {@code user_id} that the others are told, which is the signed one.
     *
     * @return the sender's id as a member of a presence channel; empty on all other channels
     */
    Optional<String> userId();

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

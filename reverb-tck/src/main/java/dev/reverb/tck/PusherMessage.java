package dev.reverb.tck;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import org.jspecify.annotations.Nullable;

/** Writes the messages that clients send, as pusher-js would. */
public final class PusherMessage {

    static final String PONG = "{\"event\":\"pusher:pong\"}";

    private PusherMessage() {}

    /**
     * A subscription, signed where the channel's type takes a signature or there is a member.
     *
     * @param application whose key and secret to sign with
     * @param socketId the connection's id
     * @param channel the channel's name
     * @param channelData the text of {@code channel_data}, such as {@code {"user_id":"7"}}, or null for none
     * @return a {@code pusher:subscribe}
     */
    public static String subscribe(
            Application application, String socketId, String channel, @Nullable String channelData) {
        StringBuilder message =
                new StringBuilder("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":").append(Json.quote(channel));
        if (channelData != null) {
            message.append(",\"auth\":")
                    .append(Json.quote(PusherAuth.channel(application, socketId, channel, channelData)))
                    .append(",\"channel_data\":")
                    .append(Json.quote(channelData));
        } else if (isSigned(channel)) {
            message.append(",\"auth\":").append(Json.quote(PusherAuth.channel(application, socketId, channel)));
        }
        return message.append("}}").toString();
    }

    private static boolean isSigned(String channel) {
        return ChannelName.parse(channel)
                .map(ChannelName::type)
                .filter(ChannelType::requiresAuthorization)
                .isPresent();
    }

    /**
     * What a subscription to a presence channel says of its member.
     *
     * @param member who joins
     * @return the text of {@code channel_data}
     */
    public static String channelData(Member member) {
        String info = member.userInfo().map(json -> ",\"user_info\":" + json).orElse("");
        return "{\"user_id\":" + Json.quote(member.userId()) + info + "}";
    }

    /**
     * A sign-in, signed.
     *
     * @param application whose key and secret to sign with
     * @param socketId the connection's id
     * @param userData the text of {@code user_data}, such as {@code {"id":"7"}}
     * @return a {@code pusher:signin}
     */
    public static String signIn(Application application, String socketId, String userData) {
        return "{\"event\":\"pusher:signin\",\"data\":{\"auth\":"
                + Json.quote(PusherAuth.user(application, socketId, userData)) + ",\"user_data\":"
                + Json.quote(userData) + "}}";
    }

    /**
     * The end of a subscription.
     *
     * @param channel the channel's name
     * @return a {@code pusher:unsubscribe}
     */
    public static String unsubscribe(String channel) {
        return "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":" + Json.quote(channel) + "}}";
    }

    /**
     * A client event.
     *
     * @param channel the channel's name
     * @param event the event's name, with its {@code client-}
     * @param data its data, as JSON
     * @return the message
     */
    public static String whisper(String channel, String event, String data) {
        return "{\"event\":" + Json.quote(event) + ",\"channel\":" + Json.quote(channel) + ",\"data\":" + data + "}";
    }
}

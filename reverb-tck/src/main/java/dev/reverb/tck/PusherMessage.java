package dev.reverb.tck;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import org.jspecify.annotations.Nullable;

/** Writes what clients send, as pusher-js would. */
final class PusherMessage {

    static final String PONG = "{\"event\":\"pusher:pong\"}";

    private PusherMessage() {}

    /** A subscription, signed where the channel's type takes a signature or there is a member. */
    static String subscribe(Application application, String socketId, String channel, @Nullable String channelData) {
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

    /** The {@code channel_data} of a member. */
    static String channelData(Member member) {
        String info = member.userInfo().map(json -> ",\"user_info\":" + json).orElse("");
        return "{\"user_id\":" + Json.quote(member.userId()) + info + "}";
    }

    static String unsubscribe(String channel) {
        return "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":" + Json.quote(channel) + "}}";
    }

    /** A client event; the data is JSON. */
    static String whisper(String channel, String event, String data) {
        return "{\"event\":" + Json.quote(event) + ",\"channel\":" + Json.quote(channel) + ",\"data\":" + data + "}";
    }
}

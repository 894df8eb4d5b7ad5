package dev.reverb.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.SocketId;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every frame that the server makes (Pusher Channels protocol 7). {@code data} is a JSON string in all of them, except
 * in {@code pusher:error} and {@code pusher:subscription_error}, where it is an object, and in client events, where it is
 * what the client sent.
 */
public final class PusherFrames {

    public static final EncodedFrame PING = EncodedFrame.text("{\"event\":\"pusher:ping\"}");
    public static final EncodedFrame PONG = EncodedFrame.text("{\"event\":\"pusher:pong\"}");

    /** What stands before a published event's name, its channel and its data. */
    private static final byte[] EVENT = "{\"event\":".getBytes(UTF_8);

    private static final byte[] CHANNEL = ",\"channel\":\"".getBytes(UTF_8);
    private static final byte[] DATA = "\",\"data\":".getBytes(UTF_8);

    private PusherFrames() {}

    public static EncodedFrame connectionEstablished(SocketId socketId, long activityTimeout) {
        return new JsonBytes()
                .raw("{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"")
                .raw(socketId.toString())
                .raw("\\\",\\\"activity_timeout\\\":")
                .number(activityTimeout)
                .raw("}\"}")
                .toFrame();
    }

    public static EncodedFrame error(int code, String message) {
        return new JsonBytes()
                .raw("{\"event\":\"pusher:error\",\"data\":{\"code\":")
                .number(code)
                .raw(",\"message\":")
                .string(message)
                .raw("}}")
                .toFrame();
    }

    public static EncodedFrame subscriptionError(String channel, String type, String error, int status) {
        return new JsonBytes()
                .raw("{\"event\":\"pusher:subscription_error\",\"channel\":")
                .string(channel)
                .raw(",\"data\":{\"type\":")
                .string(type)
                .raw(",\"error\":")
                .string(error)
                .raw(",\"status\":")
                .number(status)
                .raw("}}")
                .toFrame();
    }

    public static EncodedFrame subscriptionSucceeded(ChannelName channel) {
        return internal("subscription_succeeded", channel).raw("{}\"}").toFrame();
    }

    /**
     * The snapshot of a presence channel.
     *
     * @param ids the members' ids, encoded by {@link #memberId}, with commas between; all pieces together
     * @param hash the members, encoded by {@link #memberEntry}, likewise
     */
    public static EncodedFrame subscriptionSucceeded(
            ChannelName channel, int count, List<JsonSlice> ids, List<JsonSlice> hash) {
        JsonSlice head = internal("subscription_succeeded", channel)
                .raw("{\\\"presence\\\":{\\\"count\\\":")
                .number(count)
                .raw(",\\\"ids\\\":[")
                .toSlice();
        String between = "],\\\"hash\\\":{";
        String tail = "}}}\"}";
        int length = head.length() + length(ids) + between.length() + length(hash) + tail.length();
        JsonBytes frame = new JsonBytes(length).raw(head);
        ids.forEach(frame::raw);
        frame.raw(between);
        hash.forEach(frame::raw);
        return frame.raw(tail).toFrame();
    }

    private static int length(List<JsonSlice> pieces) {
        int length = 0;
        for (JsonSlice piece : pieces) {
            length += piece.length();
        }
        return length;
    }

    /** A member's id as it stands in a snapshot: a JSON string, escaped once more. */
    public static byte[] memberId(String userId) {
        return new JsonBytes().escaped(new JsonBytes().string(userId).toSlice()).toByteArray();
    }

    /** A member's information as it stands in a snapshot, behind its id: escaped once more. */
    public static byte[] memberEntry(byte[] memberId, @Nullable JsonSlice userInfo) {
        JsonBytes entry = new JsonBytes().raw(memberId).raw(":");
        return (userInfo == null ? entry.raw("null") : entry.escaped(userInfo)).toByteArray();
    }

    public static EncodedFrame memberAdded(ChannelName channel, String userId, @Nullable JsonSlice userInfo) {
        JsonBytes frame =
                internal("member_added", channel).raw("{\\\"user_id\\\":").raw(memberId(userId));
        if (userInfo != null) {
            frame.raw(",\\\"user_info\\\":").escaped(userInfo);
        }
        return frame.raw("}\"}").toFrame();
    }

    public static EncodedFrame memberRemoved(ChannelName channel, String userId) {
        return internal("member_removed", channel)
                .raw("{\\\"user_id\\\":")
                .raw(memberId(userId))
                .raw("}\"}")
                .toFrame();
    }

    /** The answer to a sign-in: the {@code user_data} that was signed, as a string. */
    public static EncodedFrame signInSuccess(String userData) {
        JsonSlice user = new JsonBytes(userData.length() + 16).string(userData).toSlice();
        return new JsonBytes(2 * user.length() + 64)
                .raw("{\"event\":\"pusher:signin_success\",\"data\":\"{\\\"user_data\\\":")
                .escaped(user)
                .raw("}\"}")
                .toFrame();
    }

    /**
     * Tells a watcher that users have come online, or gone offline.
     *
     * @param userIds at least one
     */
    public static EncodedFrame watchlistEvent(boolean online, List<String> userIds) {
        JsonBytes frame = new JsonBytes()
                .raw("{\"event\":\"pusher_internal:watchlist_events\",\"data\":\"{\\\"events\\\":[{\\\"name\\\":\\\"")
                .raw(online ? "online" : "offline")
                .raw("\\\",\\\"user_ids\\\":[");
        String separator = "";
        for (String userId : userIds) {
            frame.raw(separator).raw(memberId(userId));
            separator = ",";
        }
        return frame.raw("]}]}\"}").toFrame();
    }

    public static EncodedFrame cacheMiss(ChannelName channel) {
        return new JsonBytes()
                .raw("{\"event\":\"pusher:cache_miss\",\"channel\":\"")
                .raw(channel.toString())
                .raw("\"}")
                .toFrame();
    }

    public static EncodedFrame subscriptionCount(ChannelName channel, int count) {
        return internal("subscription_count", channel)
                .raw("{\\\"subscription_count\\\":")
                .number(count)
                .raw("}\"}")
                .toFrame();
    }

    /** A published event: its name and data go on as the publisher wrote them, copied once. */
    public static EncodedFrame event(JsonSlice event, ChannelName channel, JsonSlice data) {
        String name = channel.toString();
        if (channel.type() == ChannelType.SERVER_TO_USER) {
            // Its name may hold anything; all others are plain.
            return new JsonBytes(40 + event.length() + name.length() + data.length())
                    .raw("{\"event\":")
                    .raw(event)
                    .raw(",\"channel\":")
                    .string(name)
                    .raw(",\"data\":")
                    .raw(data)
                    .raw("}")
                    .toFrame();
        }
        int length = EVENT.length + event.length() + CHANNEL.length + name.length() + DATA.length + data.length() + 1;
        byte[] wire = new byte[EncodedFrame.headerSize(length) + length];
        int at = wire.length - length;
        at = put(wire, at, EVENT, 0, EVENT.length);
        at = put(wire, at, event.bytes(), event.from(), event.length());
        at = put(wire, at, CHANNEL, 0, CHANNEL.length);
        for (int i = 0; i < name.length(); i++) {
            wire[at++] = (byte) name.charAt(i);
        }
        at = put(wire, at, DATA, 0, DATA.length);
        at = put(wire, at, data.bytes(), data.from(), data.length());
        wire[at] = '}';
        return EncodedFrame.textInPlace(wire);
    }

    private static int put(byte[] wire, int at, byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, wire, at, length);
        return at + length;
    }

    /** A client event: its data is any JSON, or absent; nothing else of the sender's goes on. */
    public static EncodedFrame clientEvent(
            JsonSlice event, ChannelName channel, @Nullable JsonSlice data, @Nullable String userId) {
        JsonBytes frame = new JsonBytes(80 + event.length() + (data == null ? 0 : data.length()))
                .raw("{\"event\":")
                .raw(event)
                .raw(",\"channel\":\"")
                .raw(channel.toString())
                .raw("\"");
        if (data != null) {
            frame.raw(",\"data\":").raw(data);
        }
        if (userId != null) {
            frame.raw(",\"user_id\":").string(userId);
        }
        return frame.raw("}").toFrame();
    }

    private static JsonBytes internal(String event, ChannelName channel) {
        return new JsonBytes()
                .raw("{\"event\":\"pusher_internal:")
                .raw(event)
                .raw("\",\"channel\":")
                .string(channel.toString())
                .raw(",\"data\":\"");
    }
}

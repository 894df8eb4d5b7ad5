package dev.reverb;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers clients that ask the application whether they may subscribe: what stands behind {@code POST
 * /broadcasting/auth} (Pusher Channels, "Authorizing users"). Whether they may is for the application to know; this signs
 * the yes.
 *
 * <pre>{@code
 * if (order.belongsTo(user)) {
 *     return authorizer.authorizeChannel(form.get("socket_id"), form.get("channel_name"));   // 200, application/json
 * }
 * return FORBIDDEN;
 * }</pre>
 *
 * <p>Needs no running server, and does not connect to one. Immutable and safe for any thread.
 */
public final class ClientAuthorizer {

    /** The longest user id of a {@link Member}: {@value} characters. */
    public static final int MAX_USER_ID_LENGTH = 128;

    private final Application application;

    private ClientAuthorizer(Application application) {
        this.application = application;
    }

    /**
     * An authorizer for the clients of an application.
     *
     * @param application the application whose secret signs
     * @return the authorizer
     */
    public static ClientAuthorizer of(Application application) {
        return new ClientAuthorizer(Objects.requireNonNull(application));
    }

    /**
     * Allows a connection to subscribe to a private channel.
     *
     * @param socketId the connection, as the client says
     * @param channelName the channel, as the client says; begins with {@code private-}
     * @return the JSON text to answer with
     * @throws IllegalArgumentException where the one is not a socket id, or the other not the name of a private channel;
     *     answer 400 or 403
     */
    public String authorizeChannel(String socketId, String channelName) {
        return answer(socketId, checked(channelName, ChannelType.PRIVATE), null);
    }

    /**
     * Allows a connection to subscribe to a presence channel as a user.
     *
     * @param socketId the connection, as the client says
     * @param channelName the channel, as the client says; begins with {@code presence-}
     * @param member who the signed-in user is: an id of 1 to {@value #MAX_USER_ID_LENGTH} characters, and as JSON text what
     *     other members are told
     * @return the JSON text to answer with
     * @throws IllegalArgumentException where an argument is not what it should be; answer 400 or 403
     */
    public String authorizeChannel(String socketId, String channelName, Member member) {
        return answer(socketId, checked(channelName, ChannelType.PRESENCE), channelData(member));
    }

    private static String checked(String channelName, ChannelType type) {
        ChannelType given = ChannelName.of(channelName).type();
        if (given != type) {
            throw new IllegalArgumentException("Not a " + (type == ChannelType.PRIVATE ? "private" : "presence")
                    + " channel: \"" + channelName + "\"");
        }
        return channelName;
    }

    private String answer(String socketId, String channelName, @Nullable String channelData) {
        // Signed is only what the server gives out as one: a text with colons could stand for another channel.
        SocketId socket = SocketId.parse(socketId).orElseThrow(() -> new IllegalArgumentException("Not a socket id"));
        JsonBytes json = new JsonBytes()
                .raw("{\"auth\":")
                .string(Signatures.signChannel(application, socket, channelName, channelData));
        if (channelData != null) {
            json.raw(",\"channel_data\":").string(channelData);
        }
        return json.raw("}").toString();
    }

    private static String channelData(Member member) {
        String id = member.userId();
        if (id.isEmpty() || id.length() > MAX_USER_ID_LENGTH) {
            throw new IllegalArgumentException("A user id has 1 to " + MAX_USER_ID_LENGTH + " characters");
        }
        JsonBytes json = new JsonBytes().raw("{\"user_id\":").string(id);
        member.userInfo().ifPresent(info -> json.raw(",\"user_info\":").raw(checkedJson(info)));
        return json.raw("}").toString();
    }

    private static JsonSlice checkedJson(String json) {
        try {
            // Within an array, since any value will do.
            return JsonReader.readArray(JsonSlice.of("[" + json + "]")).stream()
                    .reduce((first, second) -> {
                        throw new IllegalArgumentException("The user_info of a member is one JSON value");
                    })
                    .orElseThrow(() -> new IllegalArgumentException("The user_info of a member is empty"));
        } catch (MalformedJsonException malformed) {
            throw new IllegalArgumentException("The user_info of a member is not JSON", malformed);
        }
    }
}

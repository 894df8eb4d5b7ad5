package dev.reverb;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.Member;
import dev.reverb.internal.auth.Signatures;
import dev.reverb.internal.wire.JsonBytes;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers clients that ask the application who they are and what they may subscribe to: what stands behind {@code POST
 * /broadcasting/auth} and {@code /broadcasting/user-auth} (Pusher Channels, "Authorizing users" and "Authenticating
 * users"). Who may is for the application to know; this signs the yes.
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

    /** The longest user id of a {@link Member} or a {@link User}: {@value} characters. */
    public static final int MAX_USER_ID_LENGTH = 128;

    private static final Pattern SOCKET_ID = Pattern.compile("[0-9]{1,20}\\.[0-9]{1,20}");

    private final Application application;
    private final @Nullable EncryptionMasterKey encryptionKey;

    private ClientAuthorizer(Application application, @Nullable EncryptionMasterKey encryptionKey) {
        this.application = application;
        this.encryptionKey = encryptionKey;
    }

    /**
     * An authorizer for the clients of an application. It knows no encrypted channels; see {@link #withEncryptionKey}.
     *
     * @param application the application whose secret signs
     * @return the authorizer
     */
    public static ClientAuthorizer of(Application application) {
        return new ClientAuthorizer(Objects.requireNonNull(application), null);
    }

    /**
     * An authorizer for the same clients that also lets them read encrypted channels.
     *
     * @param key the master key that publishers encrypt with
     * @return another authorizer
     */
    public ClientAuthorizer withEncryptionKey(EncryptionMasterKey key) {
        return new ClientAuthorizer(application, Objects.requireNonNull(key));
    }

    /**
     * Allows a connection to subscribe to a private channel, and where it is an encrypted one to decrypt its events: the
     * answer then has the channel's key, {@code shared_secret}, which whoever reads the answer knows from then on.
     *
     * @param socketId the connection, as the client says
     * @param channelName the channel, as the client says; begins with {@code private-}
     * @return the JSON text to answer with
     * @throws IllegalArgumentException where the one is not a socket id, or the other not the name of a private channel;
     *     answer 400 or 403
     * @throws IllegalStateException where the channel is encrypted and there is no {@linkplain #withEncryptionKey key}
     */
    public String authorizeChannel(String socketId, String channelName) {
        ChannelName channel = ChannelName.of(channelName);
        if (channel.type() != ChannelType.ENCRYPTED) {
            return authorize(socketId, checked(channel, ChannelType.PRIVATE), null)
                    .raw("}")
                    .toString();
        }
        return authorize(socketId, channel, null)
                .raw(",\"shared_secret\":")
                .string(sharedSecret(channel))
                .raw("}")
                .toString();
    }

    /**
     * Allows a connection to subscribe to a presence channel as a user.
     *
     * @param socketId the connection, as the client says
     * @param channelName the channel, as the client says; begins with {@code presence-}
     * @param member who the user is: an id of 1 to {@value #MAX_USER_ID_LENGTH} characters, and as JSON text what other
     *     members are told
     * @return the JSON text to answer with
     * @throws IllegalArgumentException where an argument is not what it should be; answer 400 or 403
     */
    public String authorizeChannel(String socketId, String channelName, Member member) {
        ChannelName channel = checked(ChannelName.of(channelName), ChannelType.PRESENCE);
        String channelData = channelData(member);
        return authorize(socketId, channel, channelData)
                .raw(",\"channel_data\":")
                .string(channelData)
                .raw("}")
                .toString();
    }

    /**
     * Allows a connection to subscribe to a presence channel as the user that it has signed in as, of whom the members are
     * told what {@link #authenticateUser} told. One that has not signed in is refused by the server all the same.
     *
     * @param socketId the connection, as the client says
     * @param channelName the channel, as the client says; begins with {@code presence-}
     * @return the JSON text to answer with
     * @throws IllegalArgumentException where the one is not a socket id, or the other not the name of a presence channel;
     *     answer 400 or 403
     */
    public String authorizeSignedIn(String socketId, String channelName) {
        return authorize(socketId, checked(ChannelName.of(channelName), ChannelType.PRESENCE), null)
                .raw("}")
                .toString();
    }

    /**
     * Signs a connection in as a user: events to that user reach it, its user's watchers are told, and it may join presence
     * channels as that user.
     *
     * @param socketId the connection, as the client says
     * @param user who it is, as the application knows from its own session, never from the request's parameters
     * @return the JSON text to answer with
     * @throws IllegalArgumentException where {@code socketId} is not a socket id; answer 400 or 403
     */
    public String authenticateUser(String socketId, User user) {
        String userData = userData(user);
        return new JsonBytes()
                .raw("{\"auth\":")
                .string(Signatures.signUser(application, checked(socketId), userData))
                .raw(",\"user_data\":")
                .string(userData)
                .raw("}")
                .toString();
    }

    /**
     * Whether a text can be a socket id, of this server or of another that speaks the protocol, whose numbers may be larger.
     * Nothing else is signed: a text with colons could stand for another channel.
     *
     * @param text the text
     * @return true for 1 to 20 digits, a dot, and 1 to 20 digits
     */
    public static boolean isSocketId(String text) {
        return SOCKET_ID.matcher(text).matches();
    }

    private static ChannelName checked(ChannelName channel, ChannelType type) {
        if (channel.type() != type) {
            throw new IllegalArgumentException("Not a " + (type == ChannelType.PRIVATE ? "private" : "presence")
                    + " channel: \"" + channel + "\"");
        }
        return channel;
    }

    /** The answer so far, without its end. */
    private JsonBytes authorize(String socketId, ChannelName channel, @Nullable String channelData) {
        return new JsonBytes()
                .raw("{\"auth\":")
                .string(Signatures.signChannel(application, checked(socketId), channel.toString(), channelData));
    }

    private static String checked(String socketId) {
        if (!isSocketId(socketId)) {
            throw new IllegalArgumentException("Not a socket id");
        }
        return socketId;
    }

    private String sharedSecret(ChannelName channel) {
        if (encryptionKey == null) {
            throw new IllegalStateException(
                    "Encrypted channels need a key: ClientAuthorizer.of(application).withEncryptionKey(key)");
        }
        return Base64.getEncoder().encodeToString(encryptionKey.sharedSecret(channel));
    }

    private static String channelData(Member member) {
        User.checkId(member.userId());
        JsonBytes json = new JsonBytes().raw("{\"user_id\":").string(member.userId());
        member.userInfo().ifPresent(info -> json.raw(",\"user_info\":").raw(UserInfo.checked(info)));
        return json.raw("}").toString();
    }

    private static String userData(User user) {
        JsonBytes json = new JsonBytes().raw("{\"id\":").string(user.id());
        user.info().ifPresent(info -> json.raw(",\"user_info\":").raw(UserInfo.checked(info)));
        if (!user.watchlist().isEmpty()) {
            strings(json.raw(",\"watchlist\":"), user.watchlist());
        }
        return json.raw("}").toString();
    }

    private static void strings(JsonBytes json, List<String> values) {
        json.raw("[");
        for (Iterator<String> value = values.iterator(); value.hasNext(); ) {
            json.string(value.next()).raw(value.hasNext() ? "," : "]");
        }
    }
}

package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Map;
import java.util.Optional;

/**
 * Signs subscriptions, as an application does at {@code /broadcasting/auth}; but it asks nobody who they are: a visitor
 * of the playground may join every channel, and presence channels as whomever they name in {@code user_id} and
 * {@code user_name}.
 */
final class ChannelAuthorization {

    private final ClientAuthorizer authorizer;

    ChannelAuthorization(Application application) {
        this.authorizer = ClientAuthorizer.of(application);
    }

    HttpResponse answer(HttpRequest request) {
        Optional<Map<String, String>> parameters = Parameters.of(request);
        return parameters.isPresent()
                ? answer(parameters.get())
                : Answers.error(400, "The body is neither a form nor a JSON object.");
    }

    private HttpResponse answer(Map<String, String> parameters) {
        Optional<SocketId> socketId = SocketId.parse(parameters.getOrDefault("socket_id", ""));
        if (socketId.isEmpty()) {
            return Answers.error(422, "socket_id must look like 823109.55231.");
        }
        Optional<ChannelName> channel = ChannelName.parse(parameters.getOrDefault("channel_name", ""));
        if (channel.isEmpty()) {
            return Answers.error(422, "channel_name must be 1 to " + ChannelName.MAX_LENGTH + " of A-Za-z0-9_-=@,.;");
        }
        return authorize(socketId.get(), channel.get(), parameters);
    }

    private HttpResponse authorize(SocketId socketId, ChannelName channel, Map<String, String> parameters) {
        return switch (channel.type()) {
            case PRIVATE -> authorized(authorizer.authorizeChannel(socketId.toString(), channel.toString()));
            case PRESENCE -> authorizeMember(socketId, channel, parameters);
            case ENCRYPTED ->
                Answers.error(
                        403,
                        "The playground has no encryption key: only an application and its clients can read an"
                                + " encrypted channel.");
            case SERVER_TO_USER -> Answers.error(403, "This channel is joined by signing in as its user.");
            case PUBLIC -> Answers.error(403, "A public channel needs no authorization.");
        };
    }

    private HttpResponse authorizeMember(SocketId socketId, ChannelName channel, Map<String, String> parameters) {
        String userId = parameters.getOrDefault("user_id", "");
        if (userId.isBlank() || userId.length() > ClientAuthorizer.MAX_USER_ID_LENGTH) {
            return Answers.error(
                    422,
                    "A presence channel needs a user_id of at most " + ClientAuthorizer.MAX_USER_ID_LENGTH
                            + " characters.");
        }
        byte[] info = Json.write(out -> out.writeStringProperty("name", parameters.getOrDefault("user_name", userId)));
        Member member = new Member(userId, Optional.of(new String(info, UTF_8)));
        return authorized(authorizer.authorizeChannel(socketId.toString(), channel.toString(), member));
    }

    private static HttpResponse authorized(String json) {
        return Answers.ok(json.getBytes(UTF_8));
    }
}

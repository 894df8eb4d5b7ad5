package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
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
        return ClientRequest.answer(request, this::answer);
    }

    private HttpResponse answer(ClientRequest client) {
        return ChannelName.parse(client.text("channel_name"))
                .map(channel -> authorize(client, channel))
                .orElseGet(() -> Answers.error(
                        422, "channel_name must be 1 to " + ChannelName.MAX_LENGTH + " of A-Za-z0-9_-=@,.;"));
    }

    private HttpResponse authorize(ClientRequest client, ChannelName channel) {
        String socketId = client.socketId().toString();
        return switch (channel.type()) {
            case PRIVATE -> authorized(authorizer.authorizeChannel(socketId, channel.toString()));
            case PRESENCE -> authorizeMember(client, channel);
            case ENCRYPTED ->
                Answers.error(
                        403,
                        "The playground has no encryption key: only an application and its clients can read an"
                                + " encrypted channel.");
            case SERVER_TO_USER -> Answers.error(403, "This channel is joined by signing in as its user.");
            case PUBLIC -> Answers.error(403, "A public channel needs no authorization.");
        };
    }

    private HttpResponse authorizeMember(ClientRequest client, ChannelName channel) {
        return client.userId()
                .map(id -> new Member(id, Optional.of(client.userInfo())))
                .map(member -> authorized(
                        authorizer.authorizeChannel(client.socketId().toString(), channel.toString(), member)))
                .orElseGet(() -> ClientRequest.withoutUser("A presence channel"));
    }

    private static HttpResponse authorized(String json) {
        return Answers.ok(json.getBytes(UTF_8));
    }
}

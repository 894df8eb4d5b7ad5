package dev.reverb.broadcasting.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ClientAuthorizer;
import dev.reverb.User;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;

/** Signs what the rules have allowed, and says no more than they have. */
final class Answers {

    private final ClientAuthorizer authorizer;
    private final ObjectMapper mapper;
    private final int maxUserInfoSize;

    Answers(ClientAuthorizer authorizer, ObjectMapper mapper, int maxUserInfoSize) {
        this.authorizer = authorizer;
        this.mapper = mapper;
        this.maxUserInfoSize = maxUserInfoSize;
    }

    HttpResponse channel(String socketId, ChannelName channel, Registry.Admitted<Admission> admitted) {
        String name = channel.toString();
        return signed(
                channel.isPresence()
                        ? authorizer.authorizeChannel(
                                socketId,
                                name,
                                new Member(
                                        admitted.user().id(),
                                        json(admitted.told().memberInfo())))
                        : authorizer.authorizeChannel(socketId, name));
    }

    HttpResponse user(String socketId, Registry.Admitted<UserProfile> admitted) {
        UserProfile profile = admitted.told();
        return signed(authorizer.authenticateUser(
                socketId, new User(admitted.user().id(), json(profile.info()), profile.watchlist())));
    }

    private static HttpResponse signed(String json) {
        return HttpResponse.json(200, json).withHeader("Cache-Control", "no-store");
    }

    private Optional<String> json(Optional<Object> info) {
        Optional<String> json = info.map(mapper::writeValueAsString);
        json.ifPresent(this::checkSize);
        return json;
    }

    private void checkSize(String json) {
        int size = json.getBytes(UTF_8).length;
        if (size > maxUserInfoSize) {
            throw new IllegalStateException(
                    "What is told of a user has at most " + maxUserInfoSize + " bytes, not " + size);
        }
    }
}

package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ClientAuthorizer;
import dev.reverb.User;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Arrays;
import java.util.List;

/**
 * Signs users in, as an application does at {@code /broadcasting/user-auth}; but it asks nobody who they are: a visitor of the
 * playground is whomever they name in {@code user_id} and {@code user_name}, and watches those whose ids stand in {@code
 * watchlist}, separated by spaces.
 */
final class UserAuthentication {

    private final ClientAuthorizer authorizer;

    UserAuthentication(Application application) {
        this.authorizer = ClientAuthorizer.of(application);
    }

    HttpResponse answer(HttpRequest request) {
        return ClientRequest.answer(request, this::answer);
    }

    private HttpResponse answer(ClientRequest client) {
        return client.userId().map(id -> answer(client, id)).orElseGet(() -> ClientRequest.withoutUser("A user"));
    }

    private HttpResponse answer(ClientRequest client, String id) {
        User user = User.of(id).withInfo(client.userInfo());
        try {
            User watching = user.watching(ids(client.text("watchlist")));
            return Answers.ok(authorizer
                    .authenticateUser(client.socketId().toString(), watching)
                    .getBytes(UTF_8));
        } catch (IllegalArgumentException badWatchlist) {
            return Answers.error(422, badWatchlist.getMessage() + ".");
        }
    }

    private static List<String> ids(String watchlist) {
        return Arrays.stream(watchlist.split("\\s+"))
                .filter(watched -> !watched.isEmpty())
                .toList();
    }
}

package dev.reverb.broadcasting.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.User;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Users who sign in. */
class UserAuthTest extends AuthCase {

    private static InMemoryRequest signingIn(String user) {
        return form("/broadcasting/user-auth", "socket_id=" + SOCKET).withHeader("User", user);
    }

    @Test
    void unlessItIsSaidWhoNobodySignsIn() {
        assertThat(ask(signingIn("7")).status()).isEqualTo(403);
        assertThat(log.lines())
                .containsExactly("DEBUG A client that wants to join a channel or to sign in is answered 403:"
                        + " Channels.user has not been called");
    }

    @Test
    void aUserIsWhomTheGuardFinds() {
        channels.user(user -> Optional.of(UserProfile.of(Map.of("id", "forged")).watching("8", "9")));
        assertThat(text(ask(signingIn("7"))))
                .isEqualTo(AUTHORIZER.authenticateUser(
                        SOCKET, User.of("7").withInfo("{\"id\":\"forged\"}").watching("8", "9")));
    }

    @Test
    void aUserMayBeAnIdOnly() {
        channels.user(user -> Optional.of(UserProfile.empty()));
        HttpResponse response = ask(signingIn("7"));
        assertThat(text(response)).isEqualTo(AUTHORIZER.authenticateUser(SOCKET, User.of("7")));
        assertThat(response.headers()).contains(Map.entry("Cache-Control", "no-store"));
        assertThat(ask(InMemoryRequest.of("GET", "/any/user-auth?socket_id=1.2").withHeader("User", "7"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoeverIsNotSignedInOrMayNotIsRefused() {
        channels.user(user -> user.id().equals("7") ? Optional.of(UserProfile.empty()) : Optional.empty());
        assertThat(ask(signingIn("7")).status()).isEqualTo(200);
        assertThat(ask(signingIn("8")).status()).isEqualTo(403);
        assertThat(ask(signingIn("7").withoutHeader("User")).status()).isEqualTo(403);
        assertThat(ask(form("/broadcasting/user-auth", "").withHeader("User", "7"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void guardsMayBeChosen() {
        channels.guard("api", request -> request.header("Token").map(BroadcastUser::of))
                .withGuards("api")
                .userAsync(user -> CompletableFuture.completedFuture(Optional.of(UserProfile.empty())));
        assertThat(ask(signingIn("7")).status()).isEqualTo(403);
        assertThat(text(ask(signingIn("7").withHeader("Token", "8"))))
                .isEqualTo(AUTHORIZER.authenticateUser(SOCKET, User.of("8")));
    }

    @Test
    void aWatchlistHasALimit() {
        List<String> most = IntStream.range(0, User.MAX_WATCHLIST)
                .mapToObj(Integer::toString)
                .toList();
        List<String> tooMany =
                Stream.concat(most.stream(), Stream.of("one more")).toList();
        channels.user(user -> Optional.of(UserProfile.empty().watching(user.id().equals("7") ? most : tooMany)));
        assertThat(ask(signingIn("7")).status()).isEqualTo(200);
        assertThat(ask(signingIn("8")).status()).isEqualTo(500);
        assertThat(log.lines().get(0)).endsWith("A watchlist names at most 100 users, not 101");
    }

    @Test
    void whatIsToldHasALimit() {
        int most = BroadcastingAuth.DEFAULT_MAX_USER_INFO_SIZE - 2;
        channels.user(user -> Optional.of(UserProfile.of("x".repeat(Integer.parseInt(user.id())))));
        assertThat(ask(signingIn(Integer.toString(most))).status()).isEqualTo(200);
        assertThat(ask(signingIn(Integer.toString(most + 1))).status()).isEqualTo(500);
    }
}

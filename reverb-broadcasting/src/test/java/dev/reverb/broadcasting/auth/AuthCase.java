package dev.reverb.broadcasting.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ClientAuthorizer;
import dev.reverb.EncryptionMasterKey;
import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that ask an endpoint as a client does; its user is whom the header {@code User} names. */
abstract class AuthCase {

    static final String SOCKET = "1234.5678";
    static final ClientAuthorizer AUTHORIZER = ClientAuthorizer.of(Application.of("app", "my-key", "my-secret"))
            .withEncryptionKey(EncryptionMasterKey.ofBase64("zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU="));

    final Channels channels = new Channels().guard(Channels.DEFAULT_GUARD, AuthCase::userOf);
    final LogLines log = new LogLines(BroadcastingAuth.class);

    @BeforeEach
    final void listen() {
        log.begin();
    }

    @AfterEach
    final void listenNoMore() {
        log.end();
    }

    static Optional<BroadcastUser> userOf(AuthRequest request) {
        return request.header("User").map(BroadcastUser::of);
    }

    static InMemoryRequest form(String path, String form) {
        return InMemoryRequest.of("POST", path)
                .withHeader("Content-Type", "application/x-www-form-urlencoded")
                .withBody(form.getBytes(UTF_8));
    }

    /** What pusher-js sends for a channel. */
    static InMemoryRequest subscribing(String channel) {
        return form("/broadcasting/auth", "socket_id=" + SOCKET + "&channel_name=" + channel);
    }

    static InMemoryRequest subscribing(String user, String channel) {
        return subscribing(channel).withHeader("User", user);
    }

    BroadcastingAuth auth() {
        return BroadcastingAuth.of(AUTHORIZER, channels);
    }

    HttpResponse ask(InMemoryRequest request) {
        return auth().handle(request).toCompletableFuture().join();
    }

    int status(String user, String channel) {
        return ask(subscribing(user, channel)).status();
    }

    static String text(HttpResponse response) {
        return new String(response.body(), UTF_8);
    }
}

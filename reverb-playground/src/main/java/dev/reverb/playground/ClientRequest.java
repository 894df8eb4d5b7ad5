package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.ClientAuthorizer;
import dev.reverb.channel.SocketId;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A client's request to have something signed for its connection.
 *
 * @param socketId the connection
 * @param parameters all that was sent
 */
record ClientRequest(SocketId socketId, Map<String, String> parameters) {

    /** Reads a request and answers it, or says what is wrong with it. */
    static HttpResponse answer(HttpRequest request, Function<ClientRequest, HttpResponse> signed) {
        Optional<Map<String, String>> parameters = Parameters.of(request);
        if (parameters.isEmpty()) {
            return Answers.error(400, "The body is neither a form nor a JSON object.");
        }
        Optional<SocketId> socketId = SocketId.parse(parameters.get().getOrDefault("socket_id", ""));
        return socketId.isPresent()
                ? signed.apply(new ClientRequest(socketId.get(), parameters.get()))
                : Answers.error(422, "socket_id must look like 823109.55231.");
    }

    String text(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Whom the visitor wants to be; empty where nobody can have that id. */
    Optional<String> userId() {
        return Optional.of(text("user_id"))
                .filter(id -> !id.isBlank() && id.length() <= ClientAuthorizer.MAX_USER_ID_LENGTH);
    }

    /** What to tell others of them, as JSON text: their name, which is the id where they give none. */
    String userInfo() {
        String name = parameters.getOrDefault("user_name", text("user_id"));
        return new String(Json.write(out -> out.writeStringProperty("name", name)), UTF_8);
    }

    /** What to say where there is no {@link #userId()}. */
    static HttpResponse withoutUser(String subject) {
        return Answers.error(
                422, subject + " needs a user_id of at most " + ClientAuthorizer.MAX_USER_ID_LENGTH + " characters.");
    }
}

package dev.reverb.playground;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.Application;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Arrays;
import java.util.List;

/**
 * Signs sign-ins, as an application does at {@code /broadcasting/user-auth}; but it asks nobody who they are: a visitor of the
 * playground is whomever they name in {@code user_id} and {@code user_name}, and watches those whose ids stand in {@code
 * watchlist}, separated by spaces.
 */
final class UserAuthentication {

    private final Signer signer;

    UserAuthentication(Application application) {
        this.signer = new Signer(application);
    }

    HttpResponse answer(HttpRequest request) {
        return ClientRequest.answer(request, this::answer);
    }

    private HttpResponse answer(ClientRequest client) {
        return client.userId()
                .map(id -> signed(client, userData(id, client)))
                .orElseGet(() -> ClientRequest.withoutUser("A user"));
    }

    /** The watchlist may be too long: what the server says then is worth seeing. */
    private static String userData(String id, ClientRequest client) {
        List<String> watchlist = Arrays.stream(client.text("watchlist").split("\\s+"))
                .filter(watched -> !watched.isEmpty())
                .distinct()
                .toList();
        byte[] json = Json.write(out -> {
            out.writeStringProperty("id", id);
            out.writeObjectPropertyStart("user_info");
            out.writeStringProperty("name", client.userName());
            out.writeEndObject();
            out.writeArrayPropertyStart("watchlist");
            watchlist.forEach(out::writeString);
            out.writeEndArray();
        });
        return new String(json, UTF_8);
    }

    private HttpResponse signed(ClientRequest client, String userData) {
        return Answers.ok(Json.write(out -> {
            out.writeStringProperty("auth", signer.auth(client.socketId() + "::user::" + userData));
            out.writeStringProperty("user_data", userData);
        }));
    }
}

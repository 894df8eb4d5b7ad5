package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.form;
import static dev.reverb.playground.PlaygroundClient.header;
import static dev.reverb.playground.PlaygroundClient.json;
import static dev.reverb.playground.PlaygroundClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAuthenticationTest {

    private static final String PATH = "/playground/user-auth";

    private final PlaygroundClient client = new PlaygroundClient(true);

    @Test
    void aUserIsSignedWithWhatThePageSays() {
        HttpResponse response =
                client.ask(form(PATH, "socket_id=1234.1234&user_id=7&user_name=Ada+%22L%22&watchlist=+8+grace%0A8++9"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        assertSigned(
                response,
                "1234.1234",
                "{\"id\":\"7\",\"user_info\":{\"name\":\"Ada \\\"L\\\"\"},\"watchlist\":[\"8\",\"grace\",\"9\"]}");
    }

    @Test
    void aUserWithoutANameIsCalledByTheIdAndWatchesNobody() {
        HttpResponse response = client.ask(json(PATH, "{\"socket_id\":\"1.2\",\"user_id\":7}"));

        assertSigned(response, "1.2", "{\"id\":\"7\",\"user_info\":{\"name\":\"7\"}}");
    }

    private static void assertSigned(HttpResponse response, String socketId, String userData) {
        Map<String, String> answer = Json.read(response.body()).orElseThrow();
        String signature = Digests.hmacSha256(PlaygroundClient.APPLICATION.secret(), socketId + "::user::" + userData);
        assertThat(answer)
                .containsOnlyKeys("auth", "user_data")
                .containsEntry("user_data", userData)
                .containsEntry("auth", "278d425bdf160c739803:" + signature);
    }

    @Test
    void aUserNeedsAnId() {
        String request = "socket_id=1.2&user_id=";

        assertThat(client.ask(form(PATH, request + "x".repeat(128))).status()).isEqualTo(200);
        for (String id : new String[] {"", "+", "x".repeat(129)}) {
            HttpResponse response = client.ask(form(PATH, request + id));
            assertThat(response.status()).as(id).isEqualTo(422);
            assertThat(text(response)).isEqualTo("{\"error\":\"A user needs a user_id of at most 128 characters.\"}");
        }
    }

    @Test
    void aWatchlistHasAtMostAHundredIds() {
        String request = "socket_id=1.2&user_id=7&watchlist=" + "8+".repeat(200) + ids(99);
        assertThat(client.ask(form(PATH, request)).status()).isEqualTo(200);

        HttpResponse response = client.ask(form(PATH, request + "+one-more"));
        assertThat(response.status()).isEqualTo(422);
        assertThat(text(response)).contains("at most 100 users");
    }

    @Test
    void aWatchedUsersIdHasAtMost128Characters() {
        String request = "socket_id=1.2&user_id=7&watchlist=" + "x".repeat(128);

        assertThat(client.ask(form(PATH, request)).status()).isEqualTo(200);
        assertThat(client.ask(form(PATH, request + "x")).status()).isEqualTo(422);
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "user-" + i).collect(Collectors.joining("+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2::user::{}", "01.2"})
    void whatIsNoSocketIdIsNotSigned(String socketId) {
        HttpResponse response = client.ask(form(PATH, "user_id=7&socket_id=" + socketId));

        assertThat(response.status()).isEqualTo(422);
        assertThat(text(response)).contains("socket_id must look like");
    }

    @Test
    void whatIsNeitherFormNorJsonIsRefused() {
        assertThat(client.ask(form(PATH, "user_id=%zz")).status()).isEqualTo(400);
        assertThat(client.ask(json(PATH, "[]")).status()).isEqualTo(400);
    }
}

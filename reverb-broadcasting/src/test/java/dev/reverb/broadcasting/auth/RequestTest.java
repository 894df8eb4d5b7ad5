package dev.reverb.broadcasting.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests may come, and what is answered to those that come otherwise. */
class RequestTest extends AuthCase {

    private static final String FORM = "socket_id=1234.5678&channel_name=private-orders.1";
    private static final String JSON = "{\"socket_id\":\"1234.5678\",\"channel_name\":\"private-orders.1\"}";

    @BeforeEach
    void allow() {
        channels.authorize("orders.{orderId}", (user, p) -> true);
    }

    private static InMemoryRequest post(String type, byte[] body) {
        InMemoryRequest request = InMemoryRequest.of("POST", "/broadcasting/auth")
                .withHeader("User", "7")
                .withBody(body);
        return type.isEmpty() ? request : request.withHeader("Content-Type", type);
    }

    private static InMemoryRequest post(String type, String body) {
        return post(type, body.getBytes(UTF_8));
    }

    private void assertAllowed(InMemoryRequest request) {
        HttpResponse response = ask(request);
        assertThat(text(response)).isEqualTo(AUTHORIZER.authorizeChannel(SOCKET, "private-orders.1"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers())
                .contains(Map.entry("Content-Type", "application/json"), Map.entry("Cache-Control", "no-store"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
                "application/x-www-form-urlencoded ;charset=\"iso-8859-1\"",
                ""
            })
    void takesForms(String type) {
        assertAllowed(post(type, FORM));
        assertAllowed(post(type, "a&=b&&%63hannel_name=private%2Dorders.1&socket_id=1234%2E5678&c=%C3%A4&d=ä"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "APPLICATION/JSON",
                "application/vnd.api+json"
            })
    void takesJson(String type) {
        assertAllowed(post(type, JSON));
        assertAllowed(post(type, "{\"a\":[1,{}],\"b\":null,\"c\":2.5," + JSON.substring(1)));
    }

    @Test
    void takesJsonInAnotherCharset() {
        assertAllowed(post(
                "application/json; charset=iso-8859-1",
                JSON.replace("{", "{\"a\":\"ä\",").getBytes(ISO_8859_1)));
    }

    @Test
    void takesGet() {
        assertAllowed(InMemoryRequest.of("GET", "/broadcasting/auth?" + FORM).withHeader("User", "7"));
    }

    @Test
    void theBodyCountsMoreThanTheQueryAndTheLastMoreThanTheFirst() {
        String query = "/broadcasting/auth?socket_id=1.1&channel_name=private-other";
        assertAllowed(form(query, FORM).withHeader("User", "7"));
        assertAllowed(post("", "channel_name=private-other&" + FORM));
        assertThat(ask(InMemoryRequest.of("POST", query)
                                .withHeader("User", "7")
                                .withHeader("Content-Type", "application/json")
                                .withBody("{\"socket_id\":1.5,\"channel_name\":\"private-orders.1\"}"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void guardsSeeAllParameters() {
        channels.guard(
                Channels.DEFAULT_GUARD, request -> request.parameter("token").map(BroadcastUser::of));
        assertThat(ask(post("", FORM + "&token=7")).status()).isEqualTo(200);
        assertThat(ask(post("", FORM)).status()).isEqualTo(403);
    }

    @Test
    void isNeverJsonp() {
        InMemoryRequest request = InMemoryRequest.of("GET", "/broadcasting/auth?callback=steal&" + FORM)
                .withHeader("User", "7");
        assertAllowed(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|{|400|The body is not JSON",
                "application/json|{} {}|400|The body is not JSON",
                "application/json|[]|400|The body is not a JSON object",
                "application/json|null|400|The body is not a JSON object",
                "application/json|{}|400|The socket_id is missing or none",
                "application/json|{\"socket_id\":1.5}|400|The socket_id is missing or none",
                "application/json; charset=us-ascii|{\"a\":\"ä\"}|400|The body is not text of its charset",
                "application/json; charset=klingon|{}|415|The charset is not supported",
                "application/json; charset=|{}|415|The charset is not supported",
                "application/x-www-form-urlencoded|a=%zz|400|The parameters are not percent-encoded",
                "application/x-www-form-urlencoded|a=%1|400|The parameters are not percent-encoded",
                "application/x-www-form-urlencoded|channel_name=private-orders.1|400|The socket_id is missing or none",
                "text/plain|socket_id=1.2|415|The body is neither a form nor JSON",
                "multipart/form-data; boundary=x|--x--|415|The body is neither a form nor JSON",
            })
    void saysWhatIsWrong(String type, String body, int status, String error) {
        HttpResponse response = ask(post(type, body));
        assertThat(text(response)).isEqualTo("{\"error\":\"" + error + "\"}");
        assertThat(response.status()).isEqualTo(status);
    }

    @Test
    void jsonThatIsNoUtf8IsRefused() {
        byte[] overlong = JSON.getBytes(UTF_8);
        overlong[2] = (byte) 0xc0;
        overlong[3] = (byte) 0xaf;
        assertThat(ask(post("application/json", overlong)).status()).isEqualTo(400);
    }

    @Test
    void jsonMayBeNestedAsDeepAsJacksonTakesIt() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertThat(ask(post("application/json", "{\"a\":" + deep + "," + JSON.substring(1)))
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.",
                ".1",
                "a.b",
                "1.2:private-orders.1",
                "1.2%0A",
                "-1.2",
                "1.2.3",
                "123456789012345678901.2"
            })
    void aSocketIdIsOne(String socketId) {
        assertThat(ask(post("", "channel_name=private-orders.1&socket_id=" + socketId))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void socketIdsOfOtherServersAreSignedToo() {
        String socketId = "9876543210.12345678901234567890";
        assertThat(text(ask(post("", "channel_name=private-orders.1&socket_id=" + socketId))))
                .isEqualTo(AUTHORIZER.authorizeChannel(socketId, "private-orders.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"socket_id\":\"1.2\"}", "{\"socket_id\":\"1.2\",\"channel_name\":[\"private-orders.1\"]}"})
    void aChannelThatIsMissingIsNobodys(String body) {
        assertThat(ask(post("application/json", body)).status()).isEqualTo(403);
    }

    @Test
    void aBodyHasALimit() {
        byte[] body = (FORM + "&a=").getBytes(UTF_8);
        byte[] whole = Arrays.copyOf(body, BroadcastingAuth.DEFAULT_MAX_BODY_SIZE);
        Arrays.fill(whole, body.length, whole.length, (byte) 'a');
        assertAllowed(post("", whole));
        HttpResponse response = ask(post("", Arrays.copyOf(whole, whole.length + 1)));
        assertThat(response.status()).isEqualTo(413);
        assertThat(text(response)).isEqualTo("{\"error\":\"The request body is larger than 16384 bytes.\"}");
        assertThat(auth().maxBodySize()).isEqualTo(16_384);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD", "OPTIONS", "get"})
    void otherMethodsAreNotAllowed(String method) {
        HttpResponse response = ask(InMemoryRequest.of(method, "/broadcasting/auth?" + FORM));
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).contains(Map.entry("Allow", "GET, POST"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/broadcasting", "/broadcasting/auth/", "/broadcasting/authx", "/broadcasting/xauth"})
    void otherPathsAreNotFound(String path) {
        assertThat(ask(InMemoryRequest.of("GET", path)).status()).isEqualTo(404);
    }

    @Test
    void whatIsToldOfAMemberHasALimit() {
        int most = BroadcastingAuth.DEFAULT_MAX_USER_INFO_SIZE - "\"\"".length();
        channels.presence("rooms.{length}", (user, p) -> Optional.of("x".repeat((int) p.getLong("length"))))
                .presence("umlauts.{length}", (user, p) -> Optional.of("ä".repeat((int) p.getLong("length"))));
        assertThat(status("7", "presence-rooms." + most)).isEqualTo(200);
        assertThat(status("7", "presence-umlauts." + most / 2)).isEqualTo(200);
        assertThat(log.lines()).isEmpty();
        assertThat(status("7", "presence-rooms." + (most + 1))).isEqualTo(500);
        assertThat(status("7", "presence-umlauts." + (most / 2 + 1))).isEqualTo(500);
        assertThat(log.lines().get(0))
                .endsWith(" is answered 500: What is told of a user has at most 10240 bytes, not 10241");
    }

    @Test
    void anIdHasALimit() {
        channels.presence("rooms", (user, p) -> Optional.of(1));
        assertThat(status("x".repeat(128), "presence-rooms")).isEqualTo(200);
        assertThat(status("x".repeat(129), "presence-rooms")).isEqualTo(500);
    }

    @Test
    void settingsAreChecked() {
        BroadcastingAuth.Builder builder = BroadcastingAuth.builder(AUTHORIZER, channels);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBodySize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxPending(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxUserInfoSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
        assertThat(builder.maxBodySize(1).build().maxBodySize()).isEqualTo(1);
    }
}

package dev.reverb.playground;

import static dev.reverb.playground.PlaygroundClient.form;
import static dev.reverb.playground.PlaygroundClient.header;
import static dev.reverb.playground.PlaygroundClient.json;
import static dev.reverb.playground.PlaygroundClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelAuthorizationTest {

    private static final String PATH = "/playground/auth";
    private static final String PRIVATE_AUTH =
            "278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4";

    private final PlaygroundClient client = new PlaygroundClient(true);

    @Test
    void aPrivateChannelGetsTheSignatureOfPushersDocumentation() {
        HttpResponse response = client.ask(form(PATH, "socket_id=1234.1234&channel_name=private-foobar"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(text(response)).isEqualTo("{\"auth\":\"" + PRIVATE_AUTH + "\"}");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void jsonIsReadAsWell() {
        HttpResponse response =
                client.ask(json(PATH, "{\"socket_id\":\"1234.1234\",\"channel_name\":\"private-foobar\",\"x\":null}"));

        assertThat(text(response)).contains(PRIVATE_AUTH);
    }

    @Test
    void aPresenceChannelGetsItsMemberSigned() {
        HttpResponse response = client.ask(
                form(PATH, "socket_id=1234.1234&channel_name=presence-foobar&user_id=7&user_name=Ada+%22L%22"));

        String member = "{\"user_id\":\"7\",\"user_info\":{\"name\":\"Ada \\\"L\\\"\"}}";
        String signature =
                Digests.hmacSha256(PlaygroundClient.APPLICATION.secret(), "1234.1234:presence-foobar:" + member);
        assertThat(text(response))
                .isEqualTo("{\"auth\":\"278d425bdf160c739803:" + signature + "\",\"channel_data\":\""
                        + member.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
    }

    @Test
    void aMemberWithoutANameIsCalledByTheId() {
        assertThat(text(client.ask(form(PATH, "socket_id=1.2&channel_name=presence-a&user_id=7"))))
                .contains("\\\"name\\\":\\\"7\\\"");
    }

    @Test
    void aMemberNeedsAnId() {
        String request = "socket_id=1.2&channel_name=presence-a&user_id=";

        assertThat(client.ask(form(PATH, request)).status()).isEqualTo(422);
        assertThat(client.ask(form(PATH, request + "x".repeat(128))).status()).isEqualTo(200);
        assertThat(client.ask(form(PATH, request + "x".repeat(129))).status()).isEqualTo(422);
        assertThat(text(client.ask(form(PATH, request)))).contains("user_id of at most 128 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "private-encrypted-a,403,no encryption key",
        "private-encrypted-cache-a,403,no encryption key",
        "orders,403,needs no authorization",
        "cache-orders,403,needs no authorization",
        "%23server-to-user-7,403,signing in",
        "private-a%20b,422,channel_name must be",
        "'',422,channel_name must be",
    })
    void otherChannelsAreRefusedWithAReason(String channel, int status, String reason) {
        HttpResponse response = client.ask(form(PATH, "socket_id=1.2&channel_name=" + channel));

        assertThat(response.status()).isEqualTo(status);
        assertThat(text(response)).startsWith("{\"error\":\"").contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-cache-a", "presence-cache-a"})
    void cacheChannelsAreSignedAsTheirType(String channel) {
        assertThat(client.ask(form(PATH, "socket_id=1.2&channel_name=" + channel + "&user_id=7"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2:private-b", "01.2", "1.2.3"})
    void whatIsNoSocketIdIsNotSigned(String socketId) {
        // A colon in it would let one signature stand for another channel.
        HttpResponse response = client.ask(form(PATH, "socket_id=" + socketId + "&channel_name=private-a"));

        assertThat(response.status()).isEqualTo(422);
        assertThat(text(response)).contains("socket_id must look like");
    }

    @Test
    void whatIsNeitherFormNorJsonIsRefused() {
        assertThat(client.ask(form(PATH, "socket_id=%zz")).status()).isEqualTo(400);
        for (String body : new String[] {"", "[]", "{", "{\"a\":[1]}", "{\"a\":{\"b\":{}}}", "{} {}", "42"}) {
            assertThat(client.ask(json(PATH, body)).status()).as(body).isEqualTo(400);
        }
    }
}

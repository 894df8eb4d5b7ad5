package dev.reverb.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signed bodies that hold what no honest publisher would send: each ends in the status that PROTOCOL 6 names, nothing reaches a
 * subscriber that would break it, and the server goes on.
 */
class HostileInputTest {

    private static final String EVENT = "{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"{}\"}";
    private static final String NO_JSON = "{\"error\":\"The body is not the JSON that this path takes\"}";
    private static final String NO_UTF8 = "{\"error\":\"The body is not UTF-8\"}";

    private final ReverbTester reverb = ReverbTester.start();
    private final PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");

    @AfterEach
    void theServerGoesOn() {
        ada.expectNothing();
        reverb.request("POST", "/events", EVENT).expect(200, "{}");
        ada.expect("E", "orders", "{}");
        reverb.close();
    }

    private InMemoryExchange post(byte[] body) {
        InMemoryExchange batch =
                reverb.request(reverb.signed("POST", "/batch_events").body(body));
        InMemoryExchange event = reverb.request(reverb.signed("POST", "/events").body(body));
        assertThat(batch.status()).isEqualTo(event.status());
        return event;
    }

    private InMemoryExchange post(String body) {
        return post(body.getBytes(UTF_8));
    }

    // ---- nesting, numbers, lengths ----

    @ParameterizedTest
    @ValueSource(ints = {501, 3_000, 100_000})
    void deepNestingIsNoStackOverflow(int depth) {
        post("[".repeat(depth)).expect(400, NO_JSON);
        post("[".repeat(depth) + "]".repeat(depth)).expect(400, NO_JSON);
        post("{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}").expect(400, NO_JSON);
        post("{\"x\":".repeat(depth / 3)).expect(400, NO_JSON);
    }

    @Test
    void someNestingIsIgnored() {
        String nested = "[".repeat(490) + "]".repeat(490);
        reverb.request("POST", "/events", EVENT.replace("}\"}", "}\",\"x\":" + nested + "}"))
                .expect(200, "{}");
        ada.expect("E", "orders", "{}");
    }

    @Test
    void hugeNumbersAreNotComputed() {
        for (String number : new String[] {"9".repeat(1_000), "1e999999999", "-0.1E-999999999", "1E+2147483648"}) {
            reverb.request("POST", "/events", EVENT.replace("}\"}", "}\",\"x\":" + number + "}"))
                    .expect(200, "{}");
            ada.expect("E", "orders", "{}");
        }
        post(EVENT.replace("}\"}", "}\",\"x\":" + "9".repeat(1_001) + "}")).expect(400, NO_JSON);
        post(EVENT.replace("}\"}", "}\",\"x\":" + "9".repeat(200_000) + "}")).expect(400, NO_JSON);
        reverb.request("POST", "/events", EVENT.replace("\"{}\"", "9".repeat(1_000)))
                .expect(422, "{\"error\":\"data must be a string\"}");
    }

    @Test
    void longNamesAndManyMembersAreRead() {
        StringBuilder many = new StringBuilder("{\"" + "n".repeat(50_000) + "\":1");
        for (int i = 0; i < 10_000; i++) {
            many.append(",\"m").append(i).append("\":").append(i);
        }
        String body = many.append(',').append(EVENT.substring(1)).toString();
        reverb.request("POST", "/events", body).expect(200, "{}");
        ada.expect("E", "orders", "{}");
        post("{\"" + "n".repeat(60_000) + "\":1}").expect(400, NO_JSON);
    }

    /** Names whose hashes collide do not make the table of names slow, or full. */
    @Test
    void collidingNamesAreOneKindOfManyNames() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 4_096; i++) {
            for (int bit = 0; bit < 12; bit++) {
                body.append(bit == 0 ? "\"" : "").append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("\":1,");
        }
        assertThat(reverb.request("POST", "/events", body + EVENT.substring(1)).status())
                .isIn(200, 400);
        ada.socket().skip();
    }

    // ---- bytes ----

    /** Each alone in a string of the data; RFC 3629, and what Java would make of it if it were asked. */
    static Stream<String> notUtf8() {
        return Stream.of(
                "80",
                "BF",
                "C0",
                "C080",
                "C1BF",
                "C3",
                "C328",
                "E08080",
                "E09FBF",
                "E282",
                "EDA080",
                "EDBFBF",
                "EDA0BDEDB880",
                "F08080AF",
                "F08FBFBF",
                "F0908D",
                "F4908080",
                "F5808080",
                "F888808080",
                "FC8480808080",
                "FE",
                "FF",
                "FFFE",
                "FEFF");
    }

    @ParameterizedTest
    @MethodSource("notUtf8")
    void bytesThatAreNotUtf8AreRefused(String hex) {
        String bytes = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        for (String body : new String[] {
            EVENT.replace("{}", bytes),
            EVENT.replace("E", bytes),
            EVENT.replace("orders", bytes),
            EVENT.replace("\"}", "\",\"x\":\"" + bytes + "\"}"),
            EVENT + bytes,
            bytes + EVENT
        }) {
            post(body.getBytes(ISO_8859_1)).expect(400, NO_UTF8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void otherUnicodesAreNotGuessed(String charset) {
        assertThat(post(EVENT.getBytes(Charset.forName(charset))).status()).isEqualTo(400);
    }

    @Test
    void aByteOrderMarkIsNoJson() {
        post("\uFEFF" + EVENT).expect(400, NO_JSON);
        post("\uFEFF".getBytes(UTF_16BE)).expect(400, NO_UTF8);
        post("\uFEFF".getBytes(UTF_16LE)).expect(400, NO_UTF8);
    }

    @Test
    void nulsAndControlsAreNoJson() {
        post("\0").expect(400, NO_JSON);
        post("{\0}").expect(400, NO_JSON);
        post("\0{}").expect(400, NO_JSON);
        post(EVENT + "\0").expect(400, NO_JSON);
        post(EVENT.replace("{}", "\0")).expect(400, NO_JSON);
        post(EVENT.replace("{}", "a\nb")).expect(400, NO_JSON);
        post(EVENT.replace("{}", "\u001F")).expect(400, NO_JSON);
    }

    @Test
    void escapedControlsAndLoneSurrogatesAreData() {
        for (String data :
                new String[] {"\\u0000", "\\ud800", "\\udfff\\ud800", "\\uD83D", "\u007F", "\u2028", "\uFFFF"}) {
            reverb.request("POST", "/events", EVENT.replace("{}", data)).expect(200, "{}");
            ada.expectText("{\"event\":\"E\",\"channel\":\"orders\",\"data\":\"" + data + "\"}");
        }
        reverb.request("POST", "/events", EVENT.replace("\"E\"", "\"\\ud800\"")).expect(200, "{}");
        ada.expectText("{\"event\":\"\\ud800\",\"channel\":\"orders\",\"data\":\"{}\"}");
    }

    @Test
    void whatIsPublishedInProcessIsAlwaysUtf8() {
        reverb.publish("orders", "\ud800", "\ud83d\ude00\udc00");
        ada.expectText("{\"event\":\"\\ud800\",\"channel\":\"orders\",\"data\":\"😀\\udc00\"}");
    }

    /** Nothing that a publisher writes can end the frame's JSON early. */
    @Test
    void dataCannotBreakOutOfItsString() {
        String data = "\\\",\\\"channel\\\":\\\"private-x\\\",\\\"x\\\":\\\"";
        reverb.request("POST", "/events", EVENT.replace("{}", data)).expect(200, "{}");
        ada.expectText("{\"event\":\"E\",\"channel\":\"orders\",\"data\":\"" + data + "\"}");
        reverb.publish("orders", "\",\"x\":\"", "\"}\n");
        ada.expectText("{\"event\":\"\\\",\\\"x\\\":\\\"\",\"channel\":\"orders\",\"data\":\"\\\"}\\n\"}");
    }

    // ---- requests ----

    @Test
    void requestsThatAreNoneAreNotFound() {
        for (String target : new String[] {
            "/apps/app-id/../app-id/channels", "//apps/app-id/channels", "/apps/app-id/channels;x", "/", "*", ""
        }) {
            assertThat(reverb.transport()
                            .request(InMemoryRequest.of("GET", target))
                            .status())
                    .isEqualTo(404);
        }
        for (String method : new String[] {"", "G", "get", "TRACE", "CONNECT", "GET POST", "\0"}) {
            assertThat(reverb.transport()
                            .request(InMemoryRequest.of(method, "/apps/app-id/channels"))
                            .status())
                    .isEqualTo(405);
        }
    }

    @Test
    void aLongQueryIsOnlyLong() {
        String many = "a=1&".repeat(20_000) + "x".repeat(50_000) + "=" + "%41".repeat(50_000);
        reverb.request("GET", "/channels?" + many).expect(200, "{\"channels\":{\"orders\":{}}}");
        assertThat(reverb.transport()
                        .request(InMemoryRequest.of("GET", "/apps/app-id/channels?" + many))
                        .status())
                .isEqualTo(401);
    }
}

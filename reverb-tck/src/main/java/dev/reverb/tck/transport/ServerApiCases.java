package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.SignedRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The HTTP API, signed over what the transport passes on. */
abstract class ServerApiCases extends ServerCase {

    ServerApiCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    private HttpAnswer ask(String request) throws IOException {
        return http().send(request).receive();
    }

    @Test
    void aPublishIsAnsweredAndDelivered() throws IOException {
        start();
        PusherLink ada = connect("orders");
        HttpAnswer answer = publish("orders", "OrderShipped", "{\\\"id\\\":\\\"€\\\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        ada.expect("OrderShipped", "orders", "{\"id\":\"€\"}");
    }

    @Test
    void aPublishMayComeInChunks() throws IOException {
        start();
        PusherLink ada = connect("orders");
        String body = event("orders", "OrderShipped", "x".repeat(3_000));
        String whole = signed("POST", "/events", body);
        String head = whole.substring(0, whole.indexOf("\r\n\r\n"))
                .replaceFirst("Content-Length: \\d+", "Transfer-Encoding: chunked");
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < body.length(); i += 1_000) {
            String chunk = body.substring(i, Math.min(body.length(), i + 1_000));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        assertThat(ask(head + "\r\n\r\n" + chunks + "0\r\n\r\n").status()).isEqualTo(200);
        ada.expect("OrderShipped", "orders", "x".repeat(3_000));
    }

    @Test
    void publishesOnOneConnectionKeepTheirOrder() throws IOException {
        start();
        PusherLink ada = connect("orders");
        StringBuilder all = new StringBuilder();
        IntStream.range(0, 50).forEach(i -> all.append(signed("POST", "/events", event("orders", "e" + i, "" + i))));
        HttpClientLink http = http().send(all.toString());
        for (int i = 0; i < 50; i++) {
            assertThat(http.receive().status()).isEqualTo(200);
            ada.expect("e" + i, "orders", "" + i);
        }
    }

    @Test
    void parametersOfAnyCharactersAreSigned() throws IOException {
        start();
        connect("orders");
        assertThat(get("/channels?filter_by_prefix=ord&info=subscription_count").body())
                .isEqualTo("{\"channels\":{\"orders\":{\"subscription_count\":1}}}");
        SignedRequest strange = SignedRequest.of(APPLICATION, "GET", "/apps/kit-id/channels")
                .timestamp(System.currentTimeMillis() / 1_000)
                .parameter("filter_by_prefix", "€ +&=/?%2B");
        assertThat(ask(request("GET", strange.target(), "")).body()).isEqualTo("{\"channels\":{}}");
    }

    @Test
    void aWrongSignatureIsRefused() throws IOException {
        start();
        PusherLink ada = connect("orders");
        String request = signed("POST", "/events", event("orders", "Forged", "{}"));
        assertThat(ask(request.replaceFirst("Forged", "forged")).status()).isEqualTo(401);
        assertThat(ask(request.replaceFirst("auth_signature=.", "auth_signature=-"))
                        .status())
                .isEqualTo(401);
        assertThat(ask(request.replaceFirst("POST ", "PUT ")).status()).isEqualTo(405);
        publish("orders", "Right", "1");
        ada.expect("Right", "orders", "1");
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        start();
        HttpAnswer json = ask(signed("POST", "/events", "{\"name\":"));
        assertThat(json.status()).isEqualTo(400);
        assertThat(json.body()).startsWith("{\"error\":");
        assertThat(ask(signed("POST", "/events", "{}")).status()).isEqualTo(422);
        String large = event("orders", "Large", "x".repeat(APPLICATION.maxEventSize() + 1));
        assertThat(ask(signed("POST", "/events", large)).status()).isEqualTo(413);
    }

    @Test
    void aBodyOverTheServersLimitIsRefused() throws IOException {
        start();
        HttpAnswer answer =
                ask("POST /apps/kit-id/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 400001\r\n\r\n");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Connection")).contains("close");
    }

    @Test
    void browsersMayAskFirst() throws IOException {
        start();
        HttpAnswer answer = ask(request(
                "OPTIONS",
                "/apps/kit-id/events",
                "",
                "Origin: https://app.example",
                "Access-Control-Request-Method: POST"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(answer.header("Access-Control-Allow-Methods"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("POST"));
    }
}

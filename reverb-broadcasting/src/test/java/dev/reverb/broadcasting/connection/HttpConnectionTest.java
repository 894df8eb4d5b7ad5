package dev.reverb.broadcasting.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import com.pusher.rest.SignatureUtil;
import com.pusher.rest.data.TriggerData;
import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.connection.ScriptedServer.Answer;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.transport.Await;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpConnectionTest {

    private static final String SECRET = "top-secret";
    private static final BroadcastMessage MESSAGE = new BroadcastMessage(
            List.of("orders", "private-orders.1"), "Shipped", "{\"to\":\"Zoë & <b>\"}", Optional.of("12.34"));
    private static final Answer OK = new Answer(200, "{}");

    private static HttpConnection.Builder to(URI uri) {
        return HttpConnection.builder(uri, "app-1", "the-key", SECRET).connectRetries(0);
    }

    private static void succeed(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static BroadcastException failure(CompletionStage<Void> stage) throws Exception {
        try {
            succeed(stage);
            throw new AssertionError("It has succeeded");
        } catch (ExecutionException failed) {
            return (BroadcastException) failed.getCause();
        }
    }

    @Test
    void sendsWhatPushersSdkSends() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpConnection connection =
                        to(server.uri()).ticker(new FakeClock()).build()) {
            succeed(connection.publish(MESSAGE));

            ScriptedServer.Request request = server.requests.get(0);
            String sdks = new GsonBuilder()
                    .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                    .create()
                    .toJson(new TriggerData(
                            MESSAGE.channels(),
                            MESSAGE.event(),
                            MESSAGE.data(),
                            MESSAGE.exceptSocketId().get()));
            assertThat(json(request.body())).isEqualTo(json(sdks));
            assertSigned(request, "/apps/app-1/events");
            assertThat(request.uri().getQuery()).contains("auth_timestamp=" + FakeClock.START.getEpochSecond() + "&");
        }
    }

    @Test
    void sendsABatchAsPushersSdkDoes() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpConnection connection = to(server.uri()).build()) {
            succeed(connection.publishBatch(List.of(
                    new BroadcastMessage(List.of("a"), "e1", "1", Optional.of("1.2")),
                    new BroadcastMessage(List.of("b"), "e2", "2", Optional.empty()))));

            ScriptedServer.Request request = server.requests.get(0);
            assertThat(json(request.body()))
                    .isEqualTo(
                            json("{\"batch\":[{\"channel\":\"a\",\"name\":\"e1\",\"data\":\"1\",\"socket_id\":\"1.2\"},"
                                    + "{\"channel\":\"b\",\"name\":\"e2\",\"data\":\"2\"}]}"));
            assertSigned(request, "/apps/app-1/batch_events");
        }
    }

    /** Signed anew by Pusher's SDK, it is the same signature. */
    private static void assertSigned(ScriptedServer.Request request, String path) throws Exception {
        String query = request.uri().getRawQuery();
        String signed = query.substring(0, query.indexOf("&auth_signature="));
        assertThat(query)
                .isEqualTo(signed + "&auth_signature=" + SignatureUtil.sign("POST\n" + path + "\n" + signed, SECRET));
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        assertThat(signed)
                .matches("auth_key=the-key&auth_timestamp=\\d+&auth_version=1\\.0&body_md5="
                        + HexFormat.of().formatHex(md5.digest(request.body().getBytes(StandardCharsets.UTF_8))));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws/", "/"})
    void signsThePathWithoutTheServersPrefix(String prefix) throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK);
                HttpConnection connection = to(server.uri().resolve(prefix)).build()) {
            succeed(connection.publish(MESSAGE));

            assertThat(server.requests.get(0).uri().getPath())
                    .isEqualTo((prefix.length() > 1 ? "/ws" : "") + "/apps/app-1/events");
            assertSigned(server.requests.get(0), "/apps/app-1/events");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED",
        "401, REFUSED",
        "403, REFUSED",
        "404, REFUSED",
        "422, REFUSED",
        "302, REFUSED",
        "413, TOO_LARGE",
        "429, RATE_LIMITED",
        "503, UNAVAILABLE",
        "500, FAILED",
        "502, FAILED"
    })
    void saysWhatAnAnswerMeansAndNeverAsksTwice(int status, Reason reason) throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                        new Answer(status, "{\"error\":\"because\"}", "Retry-After", "7", "Location", "/elsewhere"),
                        OK);
                HttpConnection connection = to(server.uri()).connectRetries(5).build()) {
            BroadcastException failure = failure(connection.publish(MESSAGE));

            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure).hasMessage("The server answers " + status + ": {\"error\":\"because\"}");
            assertThat(failure.retryAfter())
                    .isEqualTo(status == 429 || status == 503 ? Optional.of(Duration.ofSeconds(7)) : Optional.empty());
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void takesALongOrGarbledAnswerForWhatItIs() throws Exception {
        try (ScriptedServer server = new ScriptedServer(new Answer(500, "a\nb\u001b[31m" + "x".repeat(100_000)), OK);
                HttpConnection connection = to(server.uri()).build()) {
            assertThat(failure(connection.publish(MESSAGE)).getMessage())
                    .startsWith("The server answers 500: a b [31mxxx")
                    .hasSizeLessThan(AnswerText.KEPT_BYTES + 50);
            succeed(connection.publish(MESSAGE));
        }
    }

    @Test
    void connectsAgainAsOftenAsItMay() throws Exception {
        FakeClock clock = new FakeClock();
        HttpConnection connection =
                to(deadAddress()).connectRetries(2).scheduler(clock).build();

        CompletionStage<Void> answer = connection.publish(MESSAGE);
        awaitTask(clock);
        clock.advance(Duration.ofMillis(100));
        awaitTask(clock);
        assertThat(answer.toCompletableFuture()).isNotDone();
        clock.advance(Duration.ofMillis(200));

        assertThat(failure(answer).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(clock.pendingTasks()).isZero();
    }

    @Test
    void reachesAServerThatHasComeBackMeanwhile() throws Exception {
        FakeClock clock = new FakeClock();
        URI uri = deadAddress();
        HttpConnection connection = to(uri).connectRetries(1).scheduler(clock).build();
        CompletionStage<Void> answer = connection.publish(MESSAGE);
        awaitTask(clock);
        try (ServerSocket back = new ServerSocket(uri.getPort(), 1, InetAddress.getLoopbackAddress())) {
            clock.advance(Duration.ofMillis(100));
            answerOnce(back, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            succeed(answer);
        }
    }

    private static void answerOnce(ServerSocket listener, String answer) throws IOException {
        try (Socket socket = listener.accept()) {
            readHead(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void readHead(Socket socket) throws IOException {
        byte[] end = "\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        int seen = 0;
        while (seen < end.length) {
            seen = socket.getInputStream().read() == end[seen] ? seen + 1 : 0;
        }
    }

    private static void awaitTask(FakeClock clock) {
        Await.until("connecting again waits for its time", () -> clock.pendingTasks() > 0);
    }

    @Test
    void doesNotRepeatARequestWhoseConnectionBreaks() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpConnection connection =
                        to(address(listener)).connectRetries(5).build()) {
            CompletionStage<Void> answer = connection.publish(MESSAGE);
            try (Socket socket = listener.accept()) {
                readHead(socket);
            }
            assertThat(failure(answer).reason()).isEqualTo(Reason.UNANSWERED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"})
    void waitsForAnAnswerNoLongerThanItMay(String beginning) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpConnection connection = to(address(listener))
                        .requestTimeout(Duration.ofMillis(300))
                        .build()) {
            CompletionStage<Void> answer = connection.publish(MESSAGE);
            try (Socket socket = listener.accept()) {
                readHead(socket);
                socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
                assertThat(failure(answer).reason()).isEqualTo(Reason.UNANSWERED);
            }
        }
    }

    private static URI address(ServerSocket listener) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private static URI deadAddress() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return address(listener);
        }
    }

    @Test
    void tellsNoSecretAndNoSignature() throws Exception {
        String signature = "0123456789abcdef".repeat(4);
        try (ScriptedServer server =
                        new ScriptedServer(new Answer(401, "{\"error\":\"Invalid signature: " + signature + "\"}"));
                HttpConnection connection = to(server.uri()).build()) {
            assertThat(connection.toString())
                    .contains("app-1")
                    .doesNotContain(SECRET)
                    .doesNotContain("the-key");
            StringWriter trace = new StringWriter();
            failure(connection.publish(MESSAGE)).printStackTrace(new PrintWriter(trace));
            failure(to(deadAddress()).build().publish(MESSAGE)).printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString())
                    .contains("401")
                    .doesNotContain(SECRET)
                    .doesNotContain(signature)
                    .doesNotContain("auth_");
        }
    }

    @Test
    void sendsNothingWhenItIsClosed() throws Exception {
        try (ScriptedServer server = new ScriptedServer(OK)) {
            HttpConnection connection = to(server.uri()).build();
            connection.close();
            assertThat(failure(connection.publish(MESSAGE)).reason()).isEqualTo(Reason.CLOSED);
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "http:///", "a", "http://user@a", "http://a/?b", "http://a/#b"})
    void takesAddressesOfHttpServersOnly(String uri) {
        assertThatThrownBy(() -> to(URI.create(uri))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void checksItsSettings() {
        URI uri = URI.create("http://localhost");
        assertThatThrownBy(() -> HttpConnection.builder(uri, "a/b", "k", "s"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HttpConnection.builder(uri, "a", "k&l", "s"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HttpConnection.builder(uri, "a", "k", ""))
                .isInstanceOf(IllegalArgumentException.class);
        HttpConnection.Builder builder =
                to(uri).maxBatchSize(1).maxBatchSize(10).connectRetries(0);
        for (Runnable wrong : List.<Runnable>of(
                () -> builder.maxBatchSize(0),
                () -> builder.maxBatchSize(11),
                () -> builder.connectRetries(-1),
                () -> builder.connectTimeout(Duration.ZERO),
                () -> builder.requestTimeout(Duration.ofSeconds(-1)))) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(builder.build().maxBatchSize()).isEqualTo(10);
        assertThat(HttpConnection.pusher("eu", "1", "k", "s").build())
                .hasToString("HttpConnection[https://api-eu.pusher.com/apps/1]");
    }
}

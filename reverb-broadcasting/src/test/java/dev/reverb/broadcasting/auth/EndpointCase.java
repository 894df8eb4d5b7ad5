package dev.reverb.broadcasting.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ClientAuthorizer;
import dev.reverb.User;
import dev.reverb.application.Application;
import dev.reverb.broadcasting.SocketIdScope;
import dev.reverb.channel.Member;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.transport.Await;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every host must do with the endpoints and with socket ids. */
public abstract class EndpointCase {

    /** The header that names whom the host has authenticated. */
    protected static final String PRINCIPAL = "Principal";

    /** A page of the application's, which answers with {@link #probe}. */
    protected static final String PROBE = "/probe";

    /** A page of the application's that fails. */
    protected static final String FAILING = "/failing";

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final ClientAuthorizer AUTHORIZER =
            ClientAuthorizer.of(Application.of("app", "my-key", "my-secret"));

    private static final String SUBSCRIBE = "socket_id=12.34&channel_name=";

    protected final Channels channels = new Channels();
    private final FakeClock clock = new FakeClock();
    private final CompletableFuture<Admission> decision = new CompletableFuture<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Host host;

    /** A server that runs. */
    protected interface Host {
        int port();

        /** Where the application is, without a slash at the end. */
        default String path() {
            return "";
        }

        void close() throws Exception;
    }

    /**
     * Starts a server with the endpoints below {@code /broadcasting}, and the two pages within a scope for socket ids. It has one
     * thread that serves connections where that can be said.
     */
    protected abstract Host start(BroadcastingAuth auth) throws Exception;

    /** The type that guards find by {@code unwrap}. */
    protected abstract Class<?> nativeRequest();

    /** What the page at {@link #PROBE} answers. */
    protected static String probe() {
        return SocketIdScope.current().orElse("none");
    }

    @AfterEach
    final void stop() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    protected final Host started() throws Exception {
        Host running = host;
        if (running == null) {
            running = start(BroadcastingAuth.builder(AUTHORIZER, channels)
                    .scheduler(clock)
                    .build());
            host = running;
        }
        return running;
    }

    protected final HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + started().port() + started().path() + path))
                .timeout(Duration.ofSeconds(20));
    }

    protected final HttpRequest.Builder post(String type, BodyPublisher body) throws Exception {
        return request("/broadcasting/auth").header("Content-Type", type).POST(body);
    }

    protected final HttpRequest.Builder subscribing(String channel) throws Exception {
        return post(FORM, BodyPublishers.ofString(SUBSCRIBE + channel));
    }

    protected final HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String authorized(String channel) {
        return AUTHORIZER.authorizeChannel("12.34", channel);
    }

    private void allowAda() {
        channels.authorize("orders.{id}", (user, p) -> user.id().equals("ada") && p.getLong("id") == 1);
    }

    @Test
    protected final void answersAsTheFunctionDoes() throws Exception {
        allowAda();
        HttpResponse<String> answer = send(subscribing("private-orders.1").header(PRINCIPAL, "ada"));
        assertThat(answer.body()).isEqualTo(authorized("private-orders.1"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        String json = "{\"socket_id\":\"12.34\",\"channel_name\":\"private-orders.1\"}";
        assertThat(send(post("application/json", BodyPublishers.ofString(json)).header(PRINCIPAL, "ada"))
                        .body())
                .isEqualTo(authorized("private-orders.1"));
        assertThat(send(request("/broadcasting/auth?" + SUBSCRIBE + "private%2Dorders.1")
                                .header(PRINCIPAL, "ada"))
                        .body())
                .isEqualTo(authorized("private-orders.1"));
    }

    @Test
    protected final void whatStandsBehindASemicolonIsNoPartOfThePath() throws Exception {
        allowAda();
        assertThat(send(request("/broadcasting/auth;jsessionid=1?" + SUBSCRIBE + "private-orders.1")
                                .header(PRINCIPAL, "ada"))
                        .body())
                .isEqualTo(authorized("private-orders.1"));
    }

    @Test
    protected final void refusesAsTheFunctionDoes() throws Exception {
        allowAda();
        HttpResponse<String> answer = send(subscribing("private-orders.1"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"error\":\"Forbidden\"}");
        assertThat(send(subscribing("private-orders.2").header(PRINCIPAL, "ada"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(subscribing("private-invoices.1").header(PRINCIPAL, "ada"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(post("text/plain", BodyPublishers.ofString("a"))).statusCode())
                .isEqualTo(415);
        assertThat(send(post(FORM, BodyPublishers.noBody())).statusCode()).isEqualTo(400);
        HttpResponse<String> put = send(request("/broadcasting/auth").PUT(BodyPublishers.ofString("a")));
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).contains("GET, POST");
    }

    @Test
    protected final void signsUsersIn() throws Exception {
        channels.user(user -> Optional.of(UserProfile.of(Map.of("name", "Ada"))));
        HttpResponse<String> answer =
                send(request("/broadcasting/user-auth?socket_id=12.34").header(PRINCIPAL, "ada"));
        assertThat(answer.body())
                .isEqualTo(AUTHORIZER.authenticateUser("12.34", User.of("ada").withInfo("{\"name\":\"Ada\"}")));
        assertThat(send(request("/broadcasting/user-auth?socket_id=12.34")).statusCode())
                .isEqualTo(403);
    }

    @Test
    protected final void guardsGetAtTheHostsRequest() throws Exception {
        channels.guard(Channels.DEFAULT_GUARD, request -> {
                    assertThat(request.unwrap(nativeRequest())).isNotNull();
                    assertThat(request.http().remoteAddress()).isEqualTo("127.0.0.1");
                    assertThat(request.http().isSecure()).isFalse();
                    assertThat(request.header("absent")).isEmpty();
                    return request.header("x-token").map(BroadcastUser::of);
                })
                .presence("rooms", (user, p) -> Optional.of(1));
        assertThat(send(subscribing("presence-rooms").header("X-Token", "a").header("X-Token", "b"))
                        .body())
                .isEqualTo(
                        AUTHORIZER.authorizeChannel("12.34", "presence-rooms", new Member("a, b", Optional.of("1"))));
    }

    @Test
    protected final void bodiesHaveALimit() throws Exception {
        allowAda();
        String form = SUBSCRIBE + "private-orders.1&a=";
        byte[] most = (form + "a".repeat(BroadcastingAuth.DEFAULT_MAX_BODY_SIZE - form.length())).getBytes(UTF_8);
        byte[] tooMuch = (new String(most, UTF_8) + "a").getBytes(UTF_8);
        byte[] farTooMuch = new byte[1_048_576];
        for (boolean chunked : List.of(false, true)) {
            assertThat(send(post(FORM, body(most, chunked)).header(PRINCIPAL, "ada"))
                            .statusCode())
                    .isEqualTo(200);
            for (byte[] refused : List.of(tooMuch, farTooMuch)) {
                assertThat(send(post(FORM, body(refused, chunked)).header(PRINCIPAL, "ada"))
                                .statusCode())
                        .isEqualTo(413);
            }
        }
        assertThat(send(subscribing("private-orders.1").header(PRINCIPAL, "ada"))
                        .statusCode())
                .isEqualTo(200);
    }

    private static BodyPublisher body(byte[] bytes, boolean chunked) {
        return chunked
                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
                : BodyPublishers.ofByteArray(bytes);
    }

    @Test
    protected final void bodiesMayWaitToBeAskedFor() throws Exception {
        allowAda();
        assertThat(send(subscribing("private-orders.1").header(PRINCIPAL, "ada").expectContinue(true))
                        .body())
                .isEqualTo(authorized("private-orders.1"));
    }

    /** Rules that block do so beside each other, and beside requests of others. */
    @Test
    protected final void rulesMayBlock() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        channels.authorize("orders.{id}", (user, p) -> {
            together.await(20, TimeUnit.SECONDS);
            return true;
        });
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(client.sendAsync(
                    subscribing("private-orders." + i).header(PRINCIPAL, "ada").build(), BodyHandlers.ofString()));
        }
        Await.until("the rules run at the same time", () -> together.getNumberWaiting() == 3);
        assertThat(send(request(PROBE)).body()).isEqualTo("none");
        together.await(20, TimeUnit.SECONDS);
        assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    }

    @Test
    protected final void rulesMayDecideLater() throws Exception {
        channels.authorizeAsync("orders.{id}", (user, p) -> decision);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                subscribing("private-orders.1").header(PRINCIPAL, "ada").build(), BodyHandlers.ofString());
        Await.until("the rule is under way", () -> clock.pendingTasks() == 1);
        assertThat(answer).isNotDone();
        decision.complete(Admission.granted());
        assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo(authorized("private-orders.1"));
    }

    @Test
    protected final void rulesThatDoNotDecideAreAnswered() throws Exception {
        channels.authorizeAsync("orders.{id}", (user, p) -> decision);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                subscribing("private-orders.1").header(PRINCIPAL, "ada").build(), BodyHandlers.ofString());
        Await.until("the rule is under way", () -> clock.pendingTasks() == 1);
        clock.advance(BroadcastingAuth.DEFAULT_TIMEOUT);
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    }

    /** An answer that is larger than any buffer on its way. */
    @Test
    protected final void largeAnswersArriveWhole() throws Exception {
        String info = "\"" + "x".repeat(BroadcastingAuth.DEFAULT_MAX_USER_INFO_SIZE - 2) + "\"";
        channels.authorizeAsync("rooms", (user, p) -> decision);
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                subscribing("presence-rooms").header(PRINCIPAL, "ada").build(), BodyHandlers.ofString());
        Await.until("the rule is under way", () -> clock.pendingTasks() == 1);
        decision.complete(Admission.member(info.substring(1, info.length() - 1)));
        assertThat(answer.get(20, TimeUnit.SECONDS).body())
                .isEqualTo(
                        AUTHORIZER.authorizeChannel("12.34", "presence-rooms", new Member("ada", Optional.of(info))));
    }

    // ---- socket ids ----

    @Test
    protected final void theScopeIsTheRequests() throws Exception {
        assertThat(send(request(PROBE).header("X-Socket-ID", "12.34")).body()).isEqualTo("12.34");
        assertThat(send(request(PROBE)).body()).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "a.b", "1.2.3", "1.2:3", "undefined"})
    protected final void whatIsNoSocketIdIsNone(String header) throws Exception {
        assertThat(send(request(PROBE).header("X-Socket-ID", header)).body()).isEqualTo("none");
    }

    /** On the thread that has handled it, as the host sees it behind the scope: see {@link #afterwards}. */
    @Test
    protected final void theScopeIsClosedAlsoWhereAHandlerFails() throws Exception {
        send(request(PROBE).header("X-Socket-ID", "12.34"));
        assertThat(send(request(FAILING).header("X-Socket-ID", "12.34")).statusCode())
                .isEqualTo(500);
        Await.until("both requests have been handled", () -> AFTERWARDS.size() >= 2);
        assertThat(AFTERWARDS).containsOnly("none");
        AFTERWARDS.clear();
    }

    private static final List<String> AFTERWARDS = Collections.synchronizedList(new ArrayList<>());

    /** Called by the host on the thread of a request for a page, once the scope must have ended. */
    protected static void afterwards() {
        AFTERWARDS.add(probe());
    }
}

package dev.reverb.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.net.URLEncoder;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sign-ins are good, and what a connection is once signed in: PROTOCOL.md, section 5. */
class SignInTest {

    private static final Application APPLICATION = ReverbTester.APPLICATION;
    private static final Application OTHER = Application.of("other-id", "other-key", "other-secret");
    private static final Application SAME_KEY = Application.of("x", APPLICATION.key(), "guessed-secret");
    private static final Application SAME_SECRET = Application.of("x", "guessed-key", APPLICATION.secret());
    private static final String USER_7 = "{\"id\":\"7\"}";
    private static final String USER_8 = "{\"id\":\"8\"}";

    private ReverbTester reverb;
    private PusherClient ada;

    @BeforeEach
    void connect() {
        reverb = ReverbTester.builder()
                .application(APPLICATION)
                .application(OTHER)
                .lanes(2)
                .start();
        ada = reverb.connect();
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String signIn(String auth, String userData) {
        return "{\"event\":\"pusher:signin\",\"data\":{\"user_data\":" + userData + ",\"auth\":" + auth + "}}";
    }

    private void isRefused(String auth, String userData) {
        ada = reverb.connect().send(signIn(auth, quoted(userData)));
        ada.expectError(4009).expectClosed(4009, "Connection is unauthorized");
        assertThat(reverb.await(reverb.server().channels(APPLICATION.id(), "#")))
                .isEmpty();
    }

    // ---- signatures ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "true",
                "{}",
                "\"\"",
                "\":\"",
                "\"app-key\"",
                "\"app-key:\"",
                "\"app-key:0000000000000000000000000000000000000000000000000000000000000000\"",
                "\"\\u0000\\ud800é\""
            })
    void whatIsNoSignatureIsRefused(String auth) {
        isRefused(auth, USER_7);
    }

    private void isRefused(PusherClient client, String auth) {
        client.send(signIn(quoted(auth), quoted(USER_7)));
        client.expectError(4009).expectClosed(4009, "Connection is unauthorized");
    }

    @ParameterizedTest
    @MethodSource("dev.reverb.engine.SpoiledAuth#ways")
    void aSpoiledSignatureIsRefused(UnaryOperator<String> way) {
        isRefused(ada, way.apply(PusherAuth.user(APPLICATION, ada.socketId(), USER_7)));
    }

    @Test
    void aSignatureForSomethingElseIsRefused() {
        isRefused(ada, PusherAuth.user(APPLICATION, ada.socketId(), USER_8));
        PusherClient bob = reverb.connect();
        isRefused(bob, PusherAuth.channel(APPLICATION, bob.socketId(), "presence-room", USER_7));
    }

    @Test
    void aSignatureForAnotherConnectionOrApplicationIsRefused() {
        isRefused(quoted(PusherAuth.user(APPLICATION, ada.socketId(), USER_7)), USER_7);
        for (Application application : new Application[] {OTHER, SAME_KEY, SAME_SECRET}) {
            PusherClient eve = reverb.connect();
            isRefused(eve, PusherAuth.user(application, eve.socketId(), USER_7));
        }
    }

    @Test
    void theDataMayBeAnObjectWhoseTextWasSigned() {
        String text = "{ \"id\" : \"7\" }";
        ada.send(signIn(quoted(PusherAuth.user(APPLICATION, ada.socketId(), text)), text));
        ada.expectSignedIn(text);
    }

    @Test
    void theTextGoesBackAsItCame() {
        String text = "{\"id\":\"\\u0037\",\"x\":\"\uD83D\uDE00 \\ud800 \\\\ \\\" / \\/ \u007F\"}";
        ada.signIn(text).expectSignedIn(text);
        reverb.publish(Publication.toUser("7", "hello", "1"));
        ada.expect("hello", "#server-to-user-7", "1");
    }

    // ---- who it is ----

    @Test
    void aNumberIsTheUserThatItsTextSays() {
        ada.signIn("{\"id\":7}").expectSignedIn("{\"id\":7}");
        ada.signIn(USER_7).expectSignedIn(USER_7);
        ada.signIn("{\"id\":7.0}");
        ada.expectError(4009).expectClosed(4009, "The connection is signed in as another user");
    }

    @Test
    void signingInOutlivesWhatTheClientSubscribesTo() {
        ada.signIn(USER_7).expectSignedIn(USER_7);
        for (int i = 0; i < 3; i++) {
            ada.subscribe("#server-to-user-7").expectSubscribed("#server-to-user-7");
            ada.unsubscribe("#server-to-user-7");
        }
        reverb.publish(Publication.toUser("7", "hello", "1"));
        ada.expect("hello", "#server-to-user-7", "1").expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a+b", "a/b", "a%2Fb", "..", "?", "#", ";x", "a&b=c", "\uD83D\uDE00"})
    void anyIdMayStandInAPath(String id) {
        String data = "{\"id\":\"" + id + "\"}";
        ada.signIn(data).expectSignedIn(data);
        String encoded = URLEncoder.encode(id, UTF_8).replace("+", "%20");
        String channel = "/channels/%23server-to-user-" + encoded;
        reverb.request("GET", channel).expect(200, "{\"occupied\":true}");
        reverb.request("POST", "/users/" + encoded + "/terminate_connections", "{}")
                .expect(200, "{}");
        ada.expectError(4009).expectClosed(4009, "The connection was terminated by the application");
        reverb.request("GET", channel).expect(200, "{\"occupied\":false}");
    }

    @Test
    void applicationsDoNotShareTheirUsers() {
        PusherClient eve = reverb.connect(OTHER).signIn(USER_7).expectSignedIn(USER_7);
        ada.signIn("{\"id\":\"8\",\"watchlist\":[\"7\"]}").nextEvent();
        reverb.publish(Publication.toUser("7", "hello", "1"));
        reverb.await(reverb.server().terminateConnections(APPLICATION.id(), "7"));
        eve.expectNothing();
        ada.expectNothing();
    }

    @Test
    void theChannelTellsHowManyConnectionsAreSignedIn() {
        ada.signIn(USER_7).expectSignedIn(USER_7);
        reverb.connect().signIn(USER_7).expectSignedIn(USER_7);
        ChannelInfo info = reverb.await(reverb.server().channel(APPLICATION.id(), "#server-to-user-7"));
        assertThat(info.occupied()).isTrue();
        assertThat(info.subscriptionCount()).hasValue(2);
        assertThat(reverb.await(reverb.server().channels(APPLICATION.id(), ""))).isEmpty();
        assertThat(reverb.await(reverb.server().channels(APPLICATION.id(), "#server")))
                .containsOnlyKeys("#server-to-user-7");
    }

    @Test
    void whatIsSentRightBehindTheSignInFindsTheUserSignedIn() {
        reverb.transport().manual();
        ada.signIn(USER_7)
                .subscribe("#server-to-user-7")
                .subscribe("presence-room")
                .unsubscribe("presence-room")
                .subscribe("presence-room")
                .signIn("{\"id\":7}");
        reverb.transport().automatic();
        ada.expectSignedIn(USER_7);
        // Of different channels, so in any order.
        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> ada.nextEvent().event())
                        .collect(Collectors.groupingBy(event -> event, Collectors.counting())))
                .containsEntry("pusher_internal:subscription_succeeded", 3L)
                .containsEntry("pusher:signin_success", 1L);
        ada.expectNothing();
    }

    // ---- the watchlist's limit ----

    private static String watching(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
    }

    @Test
    void aHundredUsersMayBeWatchedEachCountedOnce() {
        PusherClient bob = reverb.connect().signIn("{\"id\":\"u99\"}");
        bob.nextEvent();
        String data = "{\"id\":\"7\",\"watchlist\":[" + watching(0, 100) + "," + watching(50, 100) + "]}";
        ada.signIn(data).expectSignedIn(data);
        ada.expectText(WatchlistEvents.online("u99")).expectNothing();
    }

    @Test
    void oneMoreIsAnErrorAndTheSignInStandsWithoutAWatchlist() {
        PusherClient bob = reverb.connect().signIn("{\"id\":\"u99\"}");
        bob.nextEvent();
        String data = "{\"id\":\"7\",\"watchlist\":[" + watching(0, 101) + "]}";
        ada.signIn(data).expectSignedIn(data);
        ada.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4302,"
                + "\"message\":\"The watchlist has more than 100 users\"}}");
        reverb.publish(Publication.toUser("7", "hello", "1"));
        ada.expect("hello", "#server-to-user-7", "1");
        bob.socket().vanish();
        ada.expectNothing();
    }

    @Test
    void aWatchlistThatIsTooLongEndsTheOneBefore() {
        String some = "{\"id\":\"7\",\"watchlist\":[\"u1\"]}";
        String many = "{\"id\":\"7\",\"watchlist\":[" + watching(0, 101) + "]}";
        ada.signIn(some).expectSignedIn(some);
        ada.signIn(many).expectSignedIn(many).expectError(4302);
        reverb.connect().signIn("{\"id\":\"u1\"}").nextEvent();
        ada.expectNothing();
    }
}

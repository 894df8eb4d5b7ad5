package dev.reverb.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.Member;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.spi.websocket.Utf8;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import dev.reverb.tck.SignedRequest;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonToken;

/**
 * Valid messages and requests, changed at random: the server always answers as PROTOCOL names, and goes on. Each round has a seed
 * of its own, which a failure names; {@code -Dreverb.long=true} makes many more, and {@code -Dreverb.seed} others.
 */
class FuzzTest {

    private static final int ROUNDS = Boolean.getBoolean("reverb.long") ? 100_000 : 500;
    private static final int ROUNDS_OF_A_SERVER = 1_000;
    private static final long SEED = Long.getLong("reverb.seed", 20_261_121L);

    private static final String INVALID_MESSAGE =
            "{\"event\":\"pusher:error\",\"data\":{\"code\":4200,\"message\":\"Invalid message format\"}}";
    private static final Set<String> ANSWERS = Set.of(
            "pusher:pong",
            "pusher:error",
            "pusher:subscription_error",
            "pusher:cache_miss",
            "pusher_internal:subscription_succeeded",
            "pusher_internal:member_added",
            "pusher_internal:member_removed",
            "pusher:signin_success",
            "pusher_internal:watchlist_events");
    private static final Set<String> ERRORS = Set.of("4009", "4200", "4301");

    private final Application application = Application.builder("app-id", "app-key", "app-secret")
            .acceptClientEventsFrom(ClientEventPolicy.ALL)
            .build();
    private ReverbTester reverb = start();

    private ReverbTester start() {
        return ReverbTester.builder().application(application).lanes(2).start();
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private void rounds(LongConsumer round) {
        for (int i = 0; i < ROUNDS; i++) {
            long seed = SEED + i;
            try {
                if (i % ROUNDS_OF_A_SERVER == 0) {
                    renew();
                }
                round.accept(seed);
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("-Dreverb.seed=" + seed + " fails: " + failed.getMessage(), failed);
            }
        }
    }

    /** What must hold at the end is looked at every now and then. */
    private void renew() {
        reverb.close();
        reverb = start();
        witness = reverb.connect().subscribe("private-chat").expectSubscribed("private-chat");
        client = connect();
    }

    // ---- messages ----

    private PusherClient client;
    private PusherClient witness;

    private PusherClient connect() {
        return reverb.connect()
                .subscribe("private-chat")
                .expectSubscribed("private-chat")
                .subscribe("presence-room", new Member("7", Optional.empty()))
                .expectSubscribed("presence-room");
    }

    private List<String> messages() {
        String id = client.socketId();
        String auth = PusherAuth.channel(application, id, "private-chat");
        String data = "{\"user_id\":\"7\",\"user_info\":{\"name\":\"Ada\"}}";
        String presence = PusherAuth.channel(application, id, "presence-room", data);
        String user = "{\"id\":\"7\",\"user_info\":{\"name\":\"Ada\"},\"watchlist\":[\"7\",8]}";
        return List.of(
                PusherMessage.signIn(application, id, user),
                "{\"event\":\"pusher:signin\",\"data\":{\"user_data\":" + user + ",\"auth\":\""
                        + PusherAuth.user(application, id, user) + "\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"#server-to-user-7\"}}",
                PusherMessage.subscribe(application, id, "presence-hall", null),
                "{\"event\":\"pusher:ping\",\"data\":{}}",
                "{\"event\":\"pusher:pong\",\"data\":{}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"{\\\"channel\\\":\\\"cache-price\\\"}\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"auth\":\"" + auth + "\",\"channel\":\"private-chat\"}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"presence-room\",\"auth\":\"" + presence
                        + "\",\"channel_data\":\"" + data.replace("\"", "\\\"") + "\"}}",
                "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"private-chat\"}}",
                "{\"event\":\"client-typing\",\"channel\":\"private-chat\",\"data\":{\"a\":[1,2.5e3,null,true,\"x\"]}}",
                "{\"event\":\"client-typing\",\"channel\":\"orders\",\"data\":\"\\u00e9\\ud83d\\ude00\"}",
                "{\"event\":\"client-typing\",\"channel\":\"presence-room\"}");
    }

    private void connectIfGone(Mutator mutator) {
        if (client.socket().isDisconnected() || mutator.chance(100)) {
            client.socket().skip();
            client = connect();
        }
    }

    /** Only a sign-in that is refused ends the connection; whether it has. */
    private boolean isSentAway() {
        List<ServerFrame> frames = client.socket().unread();
        int last = frames.size() - 1;
        boolean closed = last > 0 && frames.get(last).opcode() == EncodedFrame.CLOSE;
        if (closed) {
            assertThat(frames.get(last).closeCode()).isEqualTo(4009);
            assertThat(frames.get(last - 1).text()).startsWith("{\"event\":\"pusher:error\",\"data\":{\"code\":4009,");
        }
        check(closed ? frames.subList(0, last) : frames);
        client.socket().skip();
        return closed;
    }

    private void check(List<ServerFrame> frames) {
        for (ServerFrame frame : frames) {
            assertThat(frame.opcode()).isEqualTo(EncodedFrame.TEXT);
            ReceivedEvent event = ReceivedEvent.parse(frame.text());
            assertThat(event.event()).isIn(ANSWERS);
            if (event.event().equals("pusher:error")) {
                assertThat(event.field("code").orElseThrow()).isIn(ERRORS);
            }
        }
    }

    @Test
    void aMessageIsAnsweredOrRefusedAndTheConnectionStays() {
        rounds(seed -> {
            Mutator mutator = new Mutator(seed);
            connectIfGone(mutator);
            byte[] message = mutator.mutate(mutator.pick(messages()).getBytes(UTF_8));
            client.socket().send(ClientFrame.of(true, EncodedFrame.TEXT, message));
            if (!Utf8.isValid(message, 0, message.length)) {
                assertThat(client.socket().next().closeCode()).isEqualTo(1007);
                client.socket().skip().vanish();
                return;
            }
            if (JsonOracle.isMessage(new String(message, UTF_8))) {
                if (isSentAway()) {
                    assertThat(new String(message, UTF_8)).contains("sign");
                    client.socket().expectDisconnected();
                    return;
                }
            } else {
                client.expectText(INVALID_MESSAGE).expectNothing();
            }
            client.send("{\"event\":\"pusher:ping\"}").expectText("{\"event\":\"pusher:pong\"}");
            for (ServerFrame frame : witness.socket().unread()) {
                assertThat(ReceivedEvent.parse(frame.text()).event()).startsWith("client-");
            }
            witness.socket().skip();
        });
    }

    /** Whole frames, header and all; several in a row, cut anywhere. */
    @Test
    void bytesAreFramesOrTheConnectionEndsWithACodeThatSaysWhy() {
        rounds(seed -> {
            Mutator mutator = new Mutator(seed);
            connectIfGone(mutator);
            byte[] frames = ClientFrame.join(
                    ClientFrame.text(mutator.pick(messages())),
                    mutator.chance(2) ? ClientFrame.ping("x") : ClientFrame.text(mutator.pick(messages())));
            byte[] bytes = mutator.mutate(frames);
            int cut = mutator.nextInt(bytes.length + 1);
            client.socket().send(Arrays.copyOf(bytes, cut));
            client.socket().send(Arrays.copyOfRange(bytes, cut, bytes.length));
            for (ServerFrame frame : client.socket().unread()) {
                if (frame.opcode() == EncodedFrame.CLOSE) {
                    assertThat(frame.closeCode()).as("%s", frame).isIn(1002, 1003, 1005, 1007, 1009, 4009);
                } else if (frame.isText()) {
                    check(List.of(frame));
                }
            }
            // What is left may be half a frame, so that nothing more can be said to this connection.
            client.socket().skip();
            if (!client.socket().isDisconnected()) {
                client.socket().vanish();
            }
        });
    }

    // ---- requests ----

    private static final String EVENT =
            "{\"name\":\"E\\u00e9\",\"channels\":[\"orders\",\"private-chat\"],\"data\":\"{\\\"id\\\":42}\",\"socket_id\":\"1.2\",\"info\":\"user_count\"}";
    private static final String BATCH =
            "{\"batch\":[{\"name\":\"A\",\"channel\":\"orders\",\"data\":\"1\"},{\"name\":\"B\",\"channel\":\"cache-a\",\"data\":\"\",\"info\":\"cache\"}]}";

    private static void checkIsJson(InMemoryExchange exchange) {
        assertThat(exchange.header("Content-Type")).contains("application/json");
        Map<String, JsonToken> members = JsonOracle.members(exchange.body());
        assertThat(members).as(exchange.body()).isNotNull();
        if (exchange.status() != 200) {
            assertThat(members).containsOnlyKeys("error");
        }
    }

    @Test
    void aBodyIsPublishedOrRefused() {
        rounds(seed -> {
            Mutator mutator = new Mutator(seed);
            boolean batch = mutator.chance(2);
            byte[] body = mutator.mutate((batch ? BATCH : EVENT).getBytes(UTF_8));
            InMemoryExchange exchange = reverb.request(
                    reverb.signed("POST", batch ? "/batch_events" : "/events").body(body));
            checkIsJson(exchange);
            boolean object = Utf8.isValid(body, 0, body.length) && JsonOracle.members(new String(body, UTF_8)) != null;
            assertThat(exchange.status())
                    .as(new String(body, ISO_8859_1))
                    .isIn(object ? Set.of(200, 413, 422) : Set.of(400));
        });
        reverb.request("POST", "/events", EVENT);
        assertThat(reverb.request("GET", "/channels").status()).isEqualTo(200);
    }

    /** A change that changes anything is refused; 200 may only be what was signed. */
    @Test
    void aTargetThatIsNotTheSignedOneIsRefused() {
        rounds(seed -> {
            Mutator mutator = new Mutator(seed);
            boolean post = mutator.chance(3);
            SignedRequest signed = post
                    ? reverb.signed("POST", "/events").body(EVENT)
                    : reverb.signed(
                            "GET",
                            mutator.pick(List.of(
                                    "/channels?filter_by_prefix=pre%20&info=user_count,cache",
                                    "/channels/presence-a%40b?info=user_count",
                                    "/channels/presence-room/users",
                                    "/connections")));
            String target = signed.target();
            String changed = mutator.mutate(target);
            InMemoryRequest request =
                    InMemoryRequest.of(post ? "POST" : "GET", changed).withBody(signed.body());
            InMemoryExchange exchange = reverb.transport().request(request);
            checkIsJson(exchange);
            assertThat(exchange.status()).as(changed).isIn(200, 400, 401, 404, 405, 422, 426);
            if (exchange.status() == 200 && !changed.startsWith("/up")) {
                assertThat(meaning(changed)).isEqualTo(meaning(target));
            }
        });
    }

    private static String meaning(String target) {
        String[] parts = target.split("\\?", 2);
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : parts[1].split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            if (!pair.isEmpty()) {
                String value = nameAndValue.length < 2 ? "" : nameAndValue[1];
                parameters.put(decoded(nameAndValue[0]).toLowerCase(Locale.ROOT), decoded(value));
            }
        }
        return decoded(parts[0].replace("+", "%2B")) + " " + parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }

    @Test
    void aConnectionIsLetInOrToldWhyNot() {
        rounds(seed -> {
            Mutator mutator = new Mutator(seed);
            String target = mutator.mutate("/app/app-key?protocol=7&client=js&version=8.4.0&flash=false");
            InMemoryClient socket = reverb.open(target);
            if (socket.refusal().isEmpty()) {
                ReceivedEvent first = ReceivedEvent.parse(socket.nextText());
                if (first.event().equals("pusher:connection_established")) {
                    assertThat(socket.isDisconnected()).isFalse();
                    socket.vanish();
                } else {
                    assertThat(first.event()).isEqualTo("pusher:error");
                    assertThat(first.field("code").orElseThrow()).isIn("4001", "4005", "4006", "4007", "4008");
                    assertThat(socket.next().closeCode())
                            .isEqualTo(Integer.parseInt(first.field("code").orElseThrow()));
                    socket.expectDisconnected();
                }
            }
        });
    }
}

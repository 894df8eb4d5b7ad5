package dev.reverb.internal.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.Member;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ReverbTester;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Users who join, leave and vanish at random while lanes run a task here and there and time passes, and two hooks, one of which fails in every
 * way. Whenever things have rested for longer than the grace time, what each was told, replayed, is the state of the server.
 */
final class HookChurn {

    private static final String GOOD = "https://good.example.com/";
    private static final String BAD = "https://bad.example.com/";
    private static final List<String> CHANNELS =
            List.of("presence-a", "presence-b", "presence-cache-c", "private-d", "news");
    private static final int ACTIONS = 10_000;
    private static final int ACTIONS_BETWEEN_RESTS = 500;
    private static final int CLIENTS = 30;
    private static final int USERS = 12;

    private final Random random;
    private final int lanes;
    private final FakeHooks hooks = new FakeHooks();
    private final FakeHook good = hooks.at(GOOD);
    private final FakeHook bad = hooks.at(BAD);
    private final HookTester.Counts counts = new HookTester.Counts();
    private final Application application;
    private final ReverbTester reverb;
    private final Map<FakeHook, Replay> replays = new HashMap<>();
    private final Client[] clients = new Client[CLIENTS];

    private record Client(InMemoryClient socket, String socketId, String user) {}

    HookChurn(long seed, int lanes) {
        this.random = new Random(seed);
        this.lanes = lanes;
        Set<WebhookEventType> types = Set.of(
                WebhookEventType.CHANNEL_OCCUPIED,
                WebhookEventType.CHANNEL_VACATED,
                WebhookEventType.MEMBER_ADDED,
                WebhookEventType.MEMBER_REMOVED);
        application = Application.builder("app-id", "app-key", "app-secret")
                .pingInterval(Duration.ofHours(10))
                .webhooks(Webhook.to(GOOD).forEvents(types), Webhook.to(BAD).forEvents(types))
                .build();
        reverb = ReverbTester.builder()
                .application(application)
                .lanes(lanes)
                .framing(Framing.RAW)
                .server(server -> server.webhookSender(hooks).metrics(counts))
                .start();
    }

    void run() {
        try (reverb) {
            for (int done = 0; done < ACTIONS; done += ACTIONS_BETWEEN_RESTS) {
                failAtRandom();
                reverb.transport().manual();
                for (int i = 0; i < ACTIONS_BETWEEN_RESTS; i++) {
                    act();
                    pass();
                }
                rest();
                check(state());
            }
            reverb.transport().automatic();
        }
        check(Set.of());
        assertThat(counts.dropped).isZero();
        assertThat(counts.failed).isGreaterThan(ACTIONS / 100);
        assertThat(good.taken().size()).isGreaterThan(ACTIONS / 10);
    }

    private void failAtRandom() {
        bad.behaving(request -> switch (random.nextInt(5)) {
            case 0 -> new CompletableFuture<>();
            case 1 -> CompletableFuture.failedFuture(new IOException("reset"));
            case 2 -> CompletableFuture.completedFuture(WebhookResponse.of(500));
            case 3 -> throw new IllegalStateException("broken");
            default -> CompletableFuture.completedFuture(WebhookResponse.of(200));
        });
    }

    private void act() {
        int slot = random.nextInt(CLIENTS);
        Client client = clients[slot];
        if (client == null) {
            clients[slot] = connect("user" + slot % USERS);
            return;
        }
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        int choice = random.nextInt(100);
        if (choice < 47) {
            String data = channel.startsWith("presence-")
                    ? PusherMessage.channelData(new Member(client.user(), Optional.empty()))
                    : null;
            client.socket().text(PusherMessage.subscribe(application, client.socketId(), channel, data));
        } else if (choice < 94) {
            client.socket().text(PusherMessage.unsubscribe(channel));
        } else {
            clients[slot] = null;
            client.socket().skip().vanish();
        }
    }

    private Client connect(String user) {
        int lane = random.nextInt(lanes);
        InMemoryClient socket = reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), lane);
        // Its own lane only: what others do may go on waiting.
        while (socket.unread().isEmpty() && reverb.transport().lane(lane).runOne()) {}
        String socketId =
                ReceivedEvent.parse(socket.nextText()).field("socket_id").orElseThrow();
        return new Client(socket, socketId, user);
    }

    private void pass() {
        for (int turns = random.nextInt(4); turns > 0; turns--) {
            reverb.transport().lane(random.nextInt(lanes)).runOne();
        }
        if (random.nextInt(4) == 0) {
            // About as long as the grace time in twenty actions.
            reverb.clock().advance(Duration.ofMillis(random.nextInt(1_200)));
        }
    }

    private void rest() {
        reverb.transport().automatic();
        bad.answering(200);
        reverb.advance(Duration.ofMinutes(1));
        for (Client client : clients) {
            if (client != null) {
                client.socket().skip();
            }
        }
    }

    private Set<String> state() {
        Set<String> state = new HashSet<>();
        for (String channel :
                reverb.await(reverb.server().channels("app-id", "")).keySet()) {
            state.add(channel);
            for (Member member : reverb.await(reverb.server().members("app-id", channel))) {
                state.add(channel + "/" + member.userId());
            }
        }
        return state;
    }

    private void check(Set<String> state) {
        for (FakeHook hook : List.of(good, bad)) {
            Replay replay = replays.computeIfAbsent(hook, unknown -> new Replay());
            hook.taken().subList(replay.told(), hook.taken().size()).forEach(replay::apply);
            assertThat(replay.present()).isEqualTo(state);
        }
        assertThat(bad.taken()).isEqualTo(good.taken());
    }
}

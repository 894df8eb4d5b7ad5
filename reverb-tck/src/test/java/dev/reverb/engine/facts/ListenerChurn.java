package dev.reverb.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.CachedEvent;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.Member;
import dev.reverb.internal.FactServer;
import dev.reverb.internal.protocol.SubscriptionGate;
import dev.reverb.tck.Framing;
import dev.reverb.tck.transport.Await;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Clients that come, go, join, leave and whisper, and events that are published, at random, while the lanes run a task here and a task
 * there, and a listener that knows nothing but what it is told. Whenever everything rests, it must know what the server knows, and what
 * each client has said and heard.
 */
final class ListenerChurn {

    private static final List<String> CHANNELS = List.of(
            "news",
            "private-chat",
            "presence-room",
            "presence-hall",
            "cache-price",
            "private-cache-chat",
            "presence-cache-hall");

    private static final int ACTIONS = 10_000;
    private static final int ACTIONS_BETWEEN_RESTS = 1_000;
    private static final int CLIENTS = 36;
    private static final int USERS = 12;

    private final Random random;
    private final int lanes;
    private final MessageReplay replay = new MessageReplay();
    private final FactServer server;
    private final ListenedClient[] present = new ListenedClient[CLIENTS];
    private int published;

    ListenerChurn(long seed, int lanes, Framing framing) {
        this.random = new Random(seed);
        this.lanes = lanes;
        this.server = new FactServer(
                Application.builder("app-id", "app-key", "app-secret")
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .cacheTtl(Duration.ofSeconds(3))
                        .build(),
                lanes,
                framing,
                SubscriptionGate.OPEN,
                List.of(replay));
    }

    /** Runs and checks everything. */
    void run() {
        for (int done = 0; done < ACTIONS; done += ACTIONS_BETWEEN_RESTS) {
            server.transport().manual();
            for (int i = 0; i < ACTIONS_BETWEEN_RESTS; i++) {
                act();
                for (int turns = random.nextInt(4); turns > 0; turns--) {
                    server.transport().lane(random.nextInt(lanes)).runOne();
                }
            }
            server.transport().automatic();
            check();
            // Sometimes a kept event is over by then, and with it its channel.
            server.advance(Duration.ofMillis(500 + random.nextInt(3_000)));
            check();
        }
        Arrays.fill(present, null);
        server.shutdown();
        Await.until("the end of all", () -> replay.connections().isEmpty());
        assertThat(replay.misfits()).isEmpty();
        CHANNELS.forEach(channel -> assertThat(replay.isOccupied(channel)).isFalse());
    }

    private void act() {
        int slot = random.nextInt(CLIENTS);
        ListenedClient client = present[slot];
        if (client == null) {
            present[slot] = new ListenedClient(server, random.nextInt(lanes), "user" + slot % USERS);
            return;
        }
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        int choice = random.nextInt(100);
        if (choice < 40) {
            client.subscribe(channel);
        } else if (choice < 62) {
            client.unsubscribe(channel);
        } else if (choice < 75) {
            client.whisper(channel, "said-" + published++);
        } else if (choice < 94) {
            server.publish(channel, "Changed", "{\"number\":" + published++ + "}");
        } else {
            present[slot] = null;
            if (random.nextBoolean()) {
                client.vanish();
            } else {
                client.close();
            }
        }
    }

    /** Everything rests; what is told of this event is told behind all else. */
    private void awaitListener() {
        String marker = "marker-" + published++;
        server.publish("marker", "Marker", marker);
        server.transport().settle();
        Await.until(
                "the listener to be told",
                () -> marker.equals(replay.published().get("marker")));
    }

    private void check() {
        awaitListener();
        assertThat(replay.misfits()).isEmpty();
        List<ListenedClient> connected =
                Arrays.stream(present).filter(Objects::nonNull).toList();
        assertThat(replay.connections())
                .hasSize(server.connections())
                .isEqualTo(connected.stream().map(ListenedClient::socketId).collect(Collectors.toSet()));
        assertThat(replay.channels()).isEqualTo(server.channels());
        CHANNELS.forEach(channel -> checkChannel(channel, connected));
        connected.forEach(this::checkMessages);
    }

    private void checkChannel(String channel, List<ListenedClient> connected) {
        ChannelInfo info = server.channel(channel);
        assertThat(replay.isOccupied(channel)).as(channel).isEqualTo(info.occupied());
        assertThat(replay.subscribers(channel))
                .as(channel)
                .isEqualTo(connected.stream()
                        .filter(client -> client.channels().contains(channel))
                        .map(ListenedClient::socketId)
                        .collect(Collectors.toSet()));
        info.subscriptionCount()
                .ifPresent(count ->
                        assertThat(replay.subscribers(channel)).as(channel).hasSize(count));
        Set<String> members =
                server.members(channel).stream().map(Member::userId).collect(Collectors.toCollection(TreeSet::new));
        assertThat(replay.members(channel)).as(channel).isEqualTo(members);
        info.cache()
                .map(CachedEvent::data)
                .ifPresent(kept -> assertThat(replay.published()).as(channel).containsEntry(channel, kept));
    }

    private void checkMessages(ListenedClient client) {
        client.read();
        assertThat(replay.takeSent(client.socketId())).isEqualTo(client.takeHeard());
        assertThat(replay.takeReceived(client.socketId())).isEqualTo(client.takeSaid());
    }
}

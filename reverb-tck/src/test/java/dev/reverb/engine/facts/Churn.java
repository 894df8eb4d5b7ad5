package dev.reverb.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.Member;
import dev.reverb.internal.FactServer;
import dev.reverb.internal.channels.Fact;
import dev.reverb.tck.Framing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Clients that come, go, join, leave, whisper and vanish at random, while the lanes run a task here and a task there, and somebody
 * who knows nothing but the facts. Whenever everything rests, the two must agree.
 */
final class Churn {

    /** Where a listener hears everything. */
    private static final List<String> HEARD = List.of("private-chat", "presence-room", "flock");

    /** Channels that come and go with their subscribers; the {@code flock} has more than every count is told to. */
    private static final List<String> CHANNELS = List.of(
            "private-chat", "presence-room", "flock", "news", "cache-price", "presence-hall", "presence-cache-hall");

    private static final int ACTIONS = 10_000;
    private static final int ACTIONS_BETWEEN_RESTS = 1_000;
    private static final int CLIENTS = 40;
    private static final int USERS = 25;
    private static final int FLOCK = 85;

    private final Random random;
    private final int lanes;
    private final FactServer server;
    private final FactRecorder recorder = new FactRecorder();
    private final Map<String, ReplayedChannel> replayed = new HashMap<>();
    private final ChurningClient[] present = new ChurningClient[CLIENTS];
    private final List<ChurningClient> all = new ArrayList<>();
    private final ChurningClient listener;
    private final List<FactClient> flock = new ArrayList<>();
    private int said;

    Churn(long seed, int lanes, Framing framing) {
        this.random = new Random(seed);
        this.lanes = lanes;
        this.server = new FactServer(
                Application.builder("app-id", "app-key", "app-secret")
                        .acceptClientEventsFrom(ClientEventPolicy.ALL)
                        .subscriptionCountEvents(true)
                        .cacheTtl(Duration.ofSeconds(2))
                        .build(),
                lanes,
                framing);
        server.tell(recorder);
        listener = connect("listener");
        HEARD.forEach(listener::subscribe);
        for (int i = 0; i < FLOCK; i++) {
            flock.add(new FactClient(server, random.nextInt(lanes)).subscribe("flock"));
        }
    }

    private ChurningClient connect(String user) {
        ChurningClient client = new ChurningClient(server, random.nextInt(lanes), user);
        all.add(client);
        return client;
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
            rest();
        }
        server.shutdown();
        replay();
        CHANNELS.forEach(channel ->
                assertThat(channelOf(channel).isOccupied()).as(channel).isFalse());
    }

    private void act() {
        int slot = random.nextInt(CLIENTS);
        ChurningClient client = present[slot];
        if (client == null) {
            present[slot] = connect("user" + slot % USERS);
            return;
        }
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        int choice = random.nextInt(100);
        if (choice < 45) {
            client.subscribe(channel);
        } else if (choice < 70) {
            client.unsubscribe(channel);
        } else if (choice < 90) {
            client.whisper(channel, "said-" + said++);
        } else if (choice < 93) {
            server.publish(random.nextBoolean() ? "cache-price" : "presence-cache-hall", "changed", "{}");
        } else {
            present[slot] = null;
            if (random.nextBoolean()) {
                client.vanish();
            } else {
                client.close();
            }
        }
    }

    private void rest() {
        server.transport().automatic();
        // Time for a count that is due; sometimes a kept event is over by then.
        server.advance(Duration.ofMillis(2_000 + random.nextInt(500)));
        replay();
        all.forEach(ChurningClient::read);
        flock.forEach(bird -> bird.socket().skip());
        CHANNELS.forEach(this::checkState);
        checkClientEvents();
        assertThat(replayed.values().stream().mapToInt(ReplayedChannel::misses).sum())
                .isGreaterThanOrEqualTo(
                        all.stream().mapToInt(ChurningClient::misses).sum());
    }

    private ReplayedChannel channelOf(String channel) {
        return replayed.computeIfAbsent(channel, unknown -> new ReplayedChannel());
    }

    private void replay() {
        for (Fact fact : recorder.take()) {
            channelOf(fact.channel().toString()).apply(fact);
        }
    }

    private void checkState(String channel) {
        ReplayedChannel told = channelOf(channel);
        ChannelInfo info = server.channel(channel);
        assertThat(told.isOccupied()).as(channel).isEqualTo(info.occupied());
        assertThat(told.count()).as(channel).isEqualTo(info.subscriptionCount().orElse(0));
        assertThat(told.members())
                .as(channel)
                .containsExactlyInAnyOrderElementsOf(
                        server.members(channel).stream().map(Member::userId).toList());
    }

    /** Those of who is there were told once each if they were accepted, and in the order in which they were heard. */
    private void checkClientEvents() {
        Map<String, Integer> perSender = new HashMap<>();
        for (ReplayedChannel channel : replayed.values()) {
            Map<String, Integer> last = new HashMap<>();
            for (Fact.ClientEvent event : channel.clientEvents()) {
                String sender = event.socketId().toString();
                int number = Integer.parseInt(String.valueOf(event.data()).substring("said-".length()));
                Integer before = last.put(sender, number);
                if (before != null && before >= number) {
                    throw new AssertionError(event + " was told after " + before);
                }
                perSender.merge(sender, 1, Integer::sum);
            }
        }
        Set<ChurningClient> connected = new HashSet<>(Arrays.asList(present));
        for (ChurningClient client : all) {
            int told = perSender.getOrDefault(client.socketId(), 0);
            assertThat(told).isLessThanOrEqualTo(client.whispers());
            if (connected.contains(client)) {
                assertThat(told).as(client.socketId()).isEqualTo(client.accepted());
            }
        }
        for (String channel : HEARD) {
            assertThat(channelOf(channel).clientEvents())
                    .as(channel)
                    .extracting(Fact.ClientEvent::data)
                    .containsExactlyElementsOf(listener.heard(channel));
        }
    }
}

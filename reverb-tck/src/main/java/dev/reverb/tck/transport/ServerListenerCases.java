package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.Member;
import dev.reverb.tck.EventReplay;
import dev.reverb.tck.PusherMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a listener was told, replayed, is the state that the server has: after every thousand of many joins, leaves, publishes and ends at
 * random. With {@code -Dreverb.seed=N} once more as it was.
 */
abstract class ServerListenerCases extends ServerCase {

    private static final List<String> CHANNELS =
            List.of("news", "private-chat", "presence-room", "presence-hall", "cache-price", "presence-cache-hall");

    private static final int ACTIONS_BETWEEN_RESTS = 1_000;
    private static final int CLIENTS = 24;
    private static final int USERS = 8;

    private static final class Client {
        final PusherLink link;
        final String user;
        final Set<String> channels = new TreeSet<>();

        Client(PusherLink link, String user) {
            this.link = link;
            this.user = user;
        }
    }

    private final EventReplay replay = new EventReplay();
    private final @Nullable Client[] present = new Client[CLIENTS];
    private Random random = new Random();
    private @Nullable ReverbServer server;
    private @Nullable CompletableFuture<Map<String, Set<String>>> question;

    ServerListenerCases(Callable<TransportUnderTest> factory) {
        super(factory);
    }

    @Test
    void whatAListenerWasToldReplayedIsTheState() throws IOException {
        long seed = Long.getLong("reverb.seed", System.nanoTime());
        System.out.println("What listeners are told: -Dreverb.seed=" + seed);
        random = new Random(seed);
        server = start(settings().listener(replay), underTest().transport());
        for (int done = 0; done < KitSize.of(2_000, 10_000); done += ACTIONS_BETWEEN_RESTS) {
            for (int i = 0; i < ACTIONS_BETWEEN_RESTS; i++) {
                act();
            }
            check("-Dreverb.seed=" + seed + ", after " + (done + ACTIONS_BETWEEN_RESTS));
        }
        closeClients();
        await(
                "all to be gone",
                () -> replay.connections().isEmpty() && occupied().isEmpty());
        assertThat(replay.misfits()).isEmpty();
    }

    private void act() throws IOException {
        int slot = random.nextInt(CLIENTS);
        Client client = present[slot];
        if (client == null) {
            present[slot] = new Client(connect(), "user" + slot % USERS);
            return;
        }
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        int choice = random.nextInt(100);
        if (choice < 45) {
            join(client, channel);
        } else if (choice < 70) {
            client.link.send(PusherMessage.unsubscribe(channel));
            client.channels.remove(channel);
        } else if (choice < 97) {
            Objects.requireNonNull(server).publish(APPLICATION.id(), channel, "Changed", "{\"by\":" + choice + "}");
        } else {
            present[slot] = null;
            if (random.nextBoolean()) {
                client.link.socket().reset();
            } else {
                client.link.socket().close(1000, "");
            }
        }
    }

    private static void join(Client client, String channel) throws IOException {
        String data = channel.startsWith("presence-")
                ? PusherMessage.channelData(new Member(client.user, Optional.empty()))
                : null;
        client.link.send(PusherMessage.subscribe(APPLICATION, client.link.socketId(), channel, data));
        client.channels.add(channel);
    }

    private Stream<Client> connected() {
        return Stream.of(present).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    private void check(String when) throws IOException {
        for (Client client : connected().toList()) {
            readAll(client);
        }
        question = null;
        await("the listener to know what the server knows, " + when, this::agrees);
        assertThat(replay.misfits()).as(when).isEmpty();
        assertThat(replay.connections())
                .as(when)
                .isEqualTo(connected().map(client -> client.link.socketId()).collect(Collectors.toSet()));
        for (String channel : CHANNELS) {
            assertThat(replay.subscribers(channel))
                    .as(channel + ", " + when)
                    .isEqualTo(connected()
                            .filter(client -> client.channels.contains(channel))
                            .map(client -> client.link.socketId())
                            .collect(Collectors.toSet()));
        }
    }

    /** All that the client has sent has been read when this is answered. */
    private static void readAll(Client client) throws IOException {
        client.link.send("{\"event\":\"pusher:ping\",\"data\":{}}");
        while (!client.link.next().event().equals("pusher:pong")) {
            // What was for it before.
        }
    }

    /** Asks once more where the answer is another. */
    private boolean agrees() {
        if (question == null || question.isDone() && !agrees(question.join())) {
            question = ask();
        }
        return question.isDone() && agrees(question.join());
    }

    private boolean agrees(Map<String, Set<String>> known) {
        return known.equals(occupied())
                && replay.connections().size() == connected().count();
    }

    /** The occupied channels as the server has them: of a presence channel its members, of another how many are on it. */
    private CompletableFuture<Map<String, Set<String>>> ask() {
        ReverbServer asked = Objects.requireNonNull(server);
        return asked.channels(APPLICATION.id(), "")
                .thenCompose(channels -> membersOf(asked, channels))
                .toCompletableFuture();
    }

    private static CompletableFuture<Map<String, Set<String>>> membersOf(
            ReverbServer asked, Map<String, ChannelInfo> channels) {
        Map<String, Set<String>> known = new TreeMap<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        channels.forEach((name, info) -> {
            info.subscriptionCount().ifPresent(count -> known.put(name, Set.of(Integer.toString(count))));
            if (info.userCount().isPresent()) {
                Set<String> users = new TreeSet<>();
                known.put(name, users);
                answers.add(asked.members(APPLICATION.id(), name)
                        .thenAccept(members -> members.forEach(member -> users.add(member.userId())))
                        .toCompletableFuture());
            }
        });
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> known);
    }

    /** The same as the listener has them. */
    private Map<String, Set<String>> occupied() {
        Map<String, Set<String>> known = new TreeMap<>();
        for (String channel : replay.channels()) {
            if (replay.isOccupied(channel)) {
                known.put(
                        channel,
                        channel.startsWith("presence-")
                                ? replay.members(channel)
                                : Set.of(Integer.toString(
                                        replay.subscribers(channel).size())));
            }
        }
        return known;
    }
}

package dev.reverb.engine.random;

import dev.reverb.Publication;
import dev.reverb.PublishResult;
import dev.reverb.application.Application;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server, its clients, and what they do, all drawn from one seed. In each phase clients come, go, subscribe, leave,
 * whisper and stop reading, and the application publishes, while the lanes run a task here and a task there; then everything
 * comes to rest and is checked.
 */
final class RandomRun {

    /** Where an observer sees the one order. */
    static final List<String> OBSERVED =
            List.of("orders", "cache-price", "private-chat", "presence-room", "presence-cache-room");

    /** Channels that come and go with their subscribers. */
    static final List<String> UNOBSERVED = List.of("news", "private-empty", "presence-empty", "flock");

    private static final int PHASES = 4;
    private static final int STEPS = 150;
    private static final int CLIENTS = 20;
    private static final int USERS = 14;

    /** The channels of the users; who signs in is on one of them. */
    static final List<String> OF_USERS = IntStream.range(0, USERS)
            .mapToObj(number -> channelOf("user" + number))
            .toList();

    private static final Duration CACHE_TTL = Duration.ofSeconds(3);
    private static final int MAX_PENDING = 1_000;

    private final Random random;
    private final int lanes;
    private final ReverbTester reverb;
    private final Phases phases = new Phases(CACHE_TTL);
    private final Traffic traffic = new Traffic();
    private final RandomClient[] present = new RandomClient[CLIENTS];
    private final List<RandomClient> all = new ArrayList<>();
    private final List<InMemoryClient> crowd = new ArrayList<>();
    private final List<RandomClient> flock = new ArrayList<>();
    private final List<CompletionStage<PublishResult>> results = new ArrayList<>();
    private final RandomClient observer;

    RandomRun(long seed, int lanes, Framing framing) {
        this.random = new Random(seed);
        this.lanes = lanes;
        // Limits that are passed now and then: slow consumers are closed, and publishers and whispers have to wait.
        int maxOutbound = framing == Framing.RAW && random.nextInt(3) == 0 ? 1_000 : 1 << 20;
        reverb = ReverbTester.builder()
                .application(Application.builder("app-id", "app-key", "app-secret")
                        .cacheTtl(CACHE_TTL)
                        .maxOutboundBytes(maxOutbound)
                        .compressionMinSize(1)
                        .build())
                .server(server -> server.maxPendingEvents(MAX_PENDING).compression(true))
                .framing(framing)
                .lanes(lanes)
                .start();
        observer = open(0, "observer");
        observer.read();
        OBSERVED.forEach(observer::subscribe);
        observer.flush();
        if (random.nextInt(4) == 0) {
            gather();
        }
    }

    static String channelOf(String user) {
        return "#server-to-user-" + user;
    }

    /** More subscribers than a lane writes to in one slice: a crowd that stays, and a flock that comes and goes. */
    private void gather() {
        for (int i = 0; i < 140 * lanes; i++) {
            InMemoryClient member = openSocket();
            member.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}");
            crowd.add(member.skip());
            RandomClient bird = open(100 + i, "bird" + i);
            bird.read();
            flock.add(bird);
        }
    }

    private void moveFlock() {
        boolean joins = random.nextBoolean();
        for (RandomClient bird : flock) {
            if (joins && random.nextInt(10) > 0) {
                bird.subscribe("flock");
            } else {
                bird.unsubscribe("flock");
            }
            bird.flush();
        }
    }

    private InMemoryClient openSocket() {
        InMemoryRequest plain = InMemoryRequest.upgrade("/app/app-key?protocol=7");
        InMemoryRequest upgrade = random.nextBoolean() ? plain.offeringCompression() : plain;
        return reverb.open(upgrade, random.nextInt(lanes));
    }

    private RandomClient open(int number, String user) {
        RandomClient client = new RandomClient(reverb.application(), phases, traffic, number, user, openSocket());
        for (RandomClient other : all) {
            if (other.user().equals(user)) {
                other.isOneOfMore();
                client.isOneOfMore();
            }
        }
        all.add(client);
        return client;
    }

    /** Runs and checks everything. */
    void run() {
        try (reverb) {
            for (int phase = 0; phase < PHASES; phase++) {
                reverb.transport().manual();
                int haste = 1 + random.nextInt(6);
                for (int step = 0; step < STEPS; step++) {
                    act();
                    for (int i = random.nextInt(haste); i > 0; i--) {
                        reverb.transport().lane(random.nextInt(lanes)).runOne();
                    }
                }
                rest();
                // Every moment, also just when an event's time is over and no sweep has come yet.
                Duration later = Duration.ofMillis(250L * random.nextInt(17));
                reverb.advance(later);
                phases.next(later);
            }
            new RunCheck(reverb, phases, traffic, observer, all).checkHistory(crowd);
        }
    }

    private void rest() {
        for (RandomClient client : all) {
            if (!client.isGone()) {
                client.flush();
            }
            client.socket().unblockWrites();
        }
        reverb.transport().automatic();
        all.forEach(RandomClient::read);
        results.forEach(reverb::await);
        results.clear();
        new RunCheck(reverb, phases, traffic, observer, all).checkState();
    }

    private void act() {
        int slot = random.nextInt(CLIENTS);
        RandomClient client = present[slot];
        if (client == null || client.isGone()) {
            present[slot] = open(slot + 1, "user" + slot % USERS);
            return;
        }
        client.read();
        if (random.nextInt(30) == 0) {
            moveFlock();
        }
        if (flock.isEmpty() && random.nextInt(2_000) == 0) {
            flood();
        }
        if (!client.isConnected() || random.nextInt(3) == 0) {
            publish();
            return;
        }
        command(client);
        if (random.nextInt(3) > 0 && !client.isGone()) {
            client.flush();
        }
    }

    private void command(RandomClient client) {
        int choice = random.nextInt(100);
        if (choice < 27) {
            client.subscribe(channel(), random.nextBoolean());
        } else if (choice < 35) {
            actAsUser(client);
        } else if (choice < 55) {
            client.unsubscribe(channel());
        } else if (choice < 85) {
            // Nobody may whisper on the first two.
            String channel = OBSERVED.get(2 + random.nextInt(OBSERVED.size() - 2));
            client.whisper(channel);
        } else if (choice < 97) {
            slowDown(client.socket());
        } else {
            client.flush();
            client.gone();
            if (random.nextBoolean()) {
                client.socket().vanish();
            } else {
                client.socket().close(1000, "");
            }
        }
    }

    private void actAsUser(RandomClient client) {
        if (!client.isSignedIn() || random.nextInt(3) == 0) {
            client.signIn(IntStream.range(0, random.nextInt(8))
                    .mapToObj(i -> "user" + random.nextInt(USERS + 1))
                    .collect(Collectors.toSet()));
        } else if (random.nextBoolean()) {
            client.subscribeToUser();
        } else {
            client.unsubscribeFromUser();
        }
    }

    private void slowDown(InMemoryClient socket) {
        switch (random.nextInt(4)) {
            case 0 -> socket.blockWrites();
            case 1 -> socket.allowWrites(random.nextInt(300));
            case 2 -> socket.holdWrites();
            default -> socket.unblockWrites();
        }
    }

    private String channel(int choices) {
        int choice = random.nextInt(choices);
        return choice < OBSERVED.size() ? OBSERVED.get(choice) : UNOBSERVED.get(choice - OBSERVED.size());
    }

    /** Any channel but the flock's own. */
    private String channel() {
        return channel(OBSERVED.size() + UNOBSERVED.size() - 1);
    }

    /** More events than may wait on one lane. */
    private void flood() {
        traffic.piledUp();
        for (int i = 0; i < MAX_PENDING; i++) {
            publish();
        }
    }

    private void publish() {
        List<String> channels = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String channel = channel(OBSERVED.size() + UNOBSERVED.size());
            if (!channels.contains(channel)) {
                channels.add(channel);
            }
        }
        if (random.nextInt(3) == 0) {
            channels.add(OF_USERS.get(random.nextInt(USERS)));
        }
        RandomClient author = all.get(random.nextInt(all.size()));
        String except = author != observer && random.nextInt(3) == 0 ? author.socketId() : "";
        String text = traffic.publish(channels, phases.current(), except);
        Publication publication = Publication.of(channels, "said", text);
        results.add(reverb.server()
                .publish(reverb.application().id(), except.isEmpty() ? publication : publication.except(except)));
    }
}

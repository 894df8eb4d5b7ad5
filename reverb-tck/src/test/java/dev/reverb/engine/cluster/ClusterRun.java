package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.PublishResult;
import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/**
 * Three servers and their clients, drawn from one seed. In each phase clients come, go, subscribe, leave and whisper, and each server
 * publishes, while lanes and bus take a step here and a step there; then everything comes to rest and is compared.
 */
final class ClusterRun implements AutoCloseable {

    private static final int SERVERS = 3;
    private static final int PHASES = 4;
    private static final int STEPS = 200;
    private static final int CLIENTS = 12;
    private static final int USERS = 5;
    private static final List<String> CHANNELS =
            List.of("orders", "private-chat", "presence-room", "presence-cache-room", "cache-price");

    /** Channels that come and go with their subscribers. */
    private static final List<String> UNOBSERVED = List.of("presence-empty", "news");

    private final Random random;
    private final boolean outages;
    private final Application application = Application.builder("app-id", "app-key", "app-secret")
            .subscriptionCountEvents(true)
            .webhooks(Webhook.to("https://hooks.test/"))
            .webhookBatchTime(Duration.ZERO)
            .build();
    private final FactReplay facts = new FactReplay();
    private final Servers servers = new Servers(SERVERS, application, server -> server.webhookSender(facts));
    private final ClusterClient[] present = new ClusterClient[CLIENTS];
    private final List<ClusterClient> observers = new ArrayList<>();
    private final List<CompletionStage<PublishResult>> results = new ArrayList<>();
    private boolean away;
    private int said;

    /**
     * A run that has not begun.
     *
     * @param outages whether the back-end goes away now and then, and servers are cut off; then events may be missed by other servers, so
     *     only states are compared
     */
    ClusterRun(long seed, boolean outages) {
        this.random = new Random(seed);
        this.outages = outages;
        for (int i = 0; i < SERVERS; i++) {
            ClusterClient observer = open(i, "observer" + i);
            observer.read();
            CHANNELS.forEach(observer::toggle);
            observers.add(observer);
            servers.server(i).transport().manual();
        }
        servers.settle();
        servers.cluster.manual();
    }

    private ClusterClient open(int server, String user) {
        return new ClusterClient(
                application, user, servers.server(server).open(InMemoryRequest.upgrade("/app/app-key?protocol=7")));
    }

    void run() {
        for (int phase = 0; phase < PHASES; phase++) {
            for (int step = 0; step < STEPS; step++) {
                act();
                for (int i = random.nextInt(6); i > 0; i--) {
                    takeStep();
                }
            }
            rest();
            check();
        }
    }

    // ---- what happens ----

    private void act() {
        int index = random.nextInt(CLIENTS);
        ClusterClient client = present[index];
        if (client == null) {
            present[index] = open(random.nextInt(SERVERS), "user" + random.nextInt(USERS));
            return;
        }
        client.read();
        if (!client.isConnected()) {
            return;
        }
        String channel = random.nextInt(4) > 0 ? anyOf(CHANNELS) : anyOf(UNOBSERVED);
        switch (random.nextInt(12)) {
            case 0 -> {
                client.socket().vanish();
                present[index] = null;
            }
            case 1, 2, 3, 4, 5 -> client.toggle(channel);
            case 6 -> signIn(client);
            case 7 -> {
                if (client.view("private-chat").wanted) {
                    client.whisper("private-chat", "w" + said++);
                }
            }
            case 8, 9, 10 -> publish(channel);
            default -> disturb();
        }
    }

    private String anyOf(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private void signIn(ClusterClient client) {
        if (!client.isSignedIn()) {
            Set<String> watchlist = new TreeSet<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                watchlist.add("user" + random.nextInt(USERS));
            }
            client.signIn(watchlist);
        }
    }

    private void publish(String channel) {
        ReverbTester server = servers.server(random.nextInt(SERVERS));
        results.add(server.server().publish("app-id", channel, "said", "e" + said++));
    }

    private void disturb() {
        if (!outages) {
            return;
        }
        int server = random.nextInt(SERVERS);
        switch (random.nextInt(4)) {
            case 0 -> {
                away = true;
                servers.cluster.takeAway();
            }
            case 1 -> {
                away = false;
                servers.cluster.bringBack();
            }
            case 2 -> servers.bus(server).cutOff();
            default -> servers.bus(server).mend();
        }
    }

    /** One task on one lane, or one delivery to one server. */
    private void takeStep() {
        int server = random.nextInt(SERVERS);
        switch (random.nextInt(4)) {
            case 0 -> servers.bus(server).deliver();
            case 1 -> {
                String name = random.nextBoolean()
                        ? random.nextInt(4) > 0 ? anyOf(CHANNELS) : anyOf(UNOBSERVED)
                        : "#server-to-user-user" + random.nextInt(USERS);
                servers.bus(server).deliver(new ChannelAddress("app-id", ChannelName.of(name)));
            }
            default ->
                servers.server(server).transport().lane(random.nextInt(2)).runOne();
        }
    }

    private void rest() {
        if (away) {
            away = false;
            servers.cluster.bringBack();
        }
        for (int i = 0; i < SERVERS; i++) {
            servers.bus(i).mend();
        }
        servers.settle();
        // Until all graces are over and all webhooks told.
        servers.advance(Duration.ofSeconds(5));
        readAll();
    }

    private void readAll() {
        observers.forEach(ClusterClient::read);
        for (ClusterClient client : present) {
            if (client != null) {
                client.read();
            }
        }
    }

    // ---- what must hold at rest ----

    private void check() {
        for (CompletionStage<PublishResult> result : results) {
            assertThat(result.toCompletableFuture()).isDone();
            assertThat(result.toCompletableFuture().isCompletedExceptionally()).isFalse();
        }
        results.clear();
        checkFacts();
        observers.forEach(this::checkViews);
        for (ClusterClient client : present) {
            if (client != null) {
                checkViews(client);
                checkWatched(client);
            }
        }
        if (!outages) {
            observers.forEach(observer -> CHANNELS.forEach(channel -> assertThat(observer.view(channel).events)
                    .as("%s as %s sees it", channel, observer)
                    .isEqualTo(observers.get(0).view(channel).events)));
        }
    }

    private void checkFacts() {
        Map<String, Set<String>> occupied = new TreeMap<>();
        ReverbTester asked = servers.server(random.nextInt(SERVERS));
        for (String channel : asked.await(servers.settled(asked.server().channels("app-id", "")))
                .keySet()) {
            occupied.put(channel, new TreeSet<>(memberIds(channel)));
        }
        assertThat(facts.misfits()).isEmpty();
        assertThat(facts.occupied()).isEqualTo(occupied);
    }

    private List<String> memberIds(String channel) {
        ReverbTester asked = servers.server(random.nextInt(SERVERS));
        return asked.await(servers.settled(asked.server().members("app-id", channel))).stream()
                .map(Member::userId)
                .toList();
    }

    private void checkViews(ClusterClient client) {
        client.views().forEach((channel, view) -> {
            assertThat(view.answered).as("answers to %s of %s", client, channel).isEqualTo(view.asked);
            if (view.wanted) {
                if (channel.startsWith("presence-")) {
                    checkMembers(client, channel, view);
                }
                if (!outages && CHANNELS.contains(channel)) {
                    checkEvents(client, channel, view);
                }
            }
        });
    }

    private void checkMembers(ClusterClient client, String channel, ClusterClient.View view) {
        List<String> members =
                memberIds(channel).stream().filter(id -> id.startsWith("user")).toList();
        assertThat(view.members).as("%s as %s sees it", channel, client).containsExactlyInAnyOrderElementsOf(members);
    }

    /** From its answer on, each event once, in the one order, but its own. */
    private void checkEvents(ClusterClient client, String channel, ClusterClient.View view) {
        List<String> all = new ArrayList<>(observers.get(0).view(channel).events);
        all.removeAll(view.own);
        List<String> got = new ArrayList<>(view.events);
        // What the channel keeps comes first, again.
        int kept = channel.contains("cache") && !got.isEmpty() ? 1 : 0;
        List<String> followed = got.subList(kept, got.size());
        assertThat(followed)
                .as("%s as %s sees it", channel, client)
                .isEqualTo(all.subList(all.size() - followed.size(), all.size()));
        if (kept == 1) {
            int first = all.size() - got.size();
            assertThat(got.get(0)).isEqualTo(all.get(first));
        }
    }

    private void checkWatched(ClusterClient client) {
        Set<String> online = new TreeSet<>();
        for (ClusterClient other : present) {
            if (other != null && other.isSignedIn()) {
                online.add(other.user());
            }
        }
        online.retainAll(client.watchlist());
        assertThat(client.online()).as("who is online for %s", client).isEqualTo(online);
    }

    @Override
    public void close() {
        observers.forEach(observer -> observer.socket().vanish());
        for (ClusterClient client : present) {
            if (client != null) {
                client.socket().vanish();
            }
        }
        servers.close();
    }
}

package dev.reverb.tck.scaling;

import static dev.reverb.tck.scaling.KitServer.event;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/**
 * Servers that follow and leave channels, publish, and have users come and go, all drawn from one seed; and beside them an observer, who
 * follows all channels and so sees the one order.
 */
final class RandomRun {

    private static final List<String> CHANNELS =
            List.of("orders", "cache-a", "presence-room", "presence-cache-b", "#server-to-user-1");
    private static final int SERVERS = 3;
    private static final int USERS = 6;

    private final ScalingCase kit;
    private final Random random;
    private final List<RandomServer> servers = new ArrayList<>();
    private final List<CompletionStage<?>> answers = new ArrayList<>();
    private final Map<String, List<String>> published = new TreeMap<>();
    private final KitServer observer;
    private int events;
    private boolean ordered = true;

    RandomRun(ScalingCase kit, long seed) throws Exception {
        this.kit = kit;
        random = new Random(seed);
        observer = kit.server();
        CHANNELS.forEach(observer::follow);
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new RandomServer(kit.server()));
        }
    }

    /** Does so many things, waiting for none of them. */
    void act(int steps) {
        for (int i = 0; i < steps; i++) {
            step(servers.get(random.nextInt(servers.size())), CHANNELS.get(random.nextInt(CHANNELS.size())));
            if (random.nextInt(4) == 0) {
                kit.cluster().turn();
            }
        }
    }

    private void step(RandomServer server, String channel) {
        int what = random.nextInt(10);
        if (!server.follows(channel)) {
            if (what < 3) {
                answers.add(server.follow(channel));
            } else if (what < 5) {
                publish(server, channel);
            }
        } else if (what < 3) {
            publish(server, channel);
        } else if (what < 4) {
            server.subscribe(channel, random.nextInt(3));
        } else if (what < 5) {
            server.leave(channel, answers);
        } else if (ChannelName.of(channel).isPresence()) {
            answers.add(server.toggle(channel, "user " + random.nextInt(USERS)));
        }
    }

    private void publish(RandomServer server, String channel) {
        boolean kept = channel.contains("cache-") && random.nextBoolean();
        String text = (kept ? "kept " : "event ") + ++events;
        BusMessage message = kept
                ? new BusMessage(event(text).payload(), Optional.empty(), Optional.of(Duration.ofHours(1)))
                : event(text);
        published.computeIfAbsent(channel, ignored -> new ArrayList<>()).add(text);
        answers.add(server.publish(channel, message));
    }

    /** Kills one of the servers, and puts another in its place. */
    void replaceOne() throws Exception {
        settle();
        int victim = random.nextInt(SERVERS);
        kit.kill(servers.set(victim, new RandomServer(kit.server())).played());
    }

    /**
     * From now on the back-end has been away: servers may have been told of members in different orders. That they have the same members is
     * checked all the same.
     */
    void forgetOrder() {
        ordered = false;
    }

    private List<Member> inOrder(List<Member> members) {
        return ordered
                ? members
                : members.stream().sorted(Comparator.comparing(Member::userId)).toList();
    }

    /** Waits until every call is answered, every server has been told everything, and all agree with the model. */
    void settle() {
        answers.forEach(kit::await);
        answers.clear();
        for (String channel : CHANNELS) {
            Set<String> users = usersOf(channel);
            kit.await("the users " + users + " of " + channel, () -> users.equals(ids(channelNow(channel))));
            List<Member> members = inOrder(channelNow(channel).members());
            int subscriptions = servers.stream()
                    .mapToInt(server -> server.subscriptions(channel))
                    .sum();
            kit.await(
                    subscriptions + " subscriptions to " + channel,
                    () -> channelNow(channel).subscriptions() == subscriptions);
            for (KitServer server : followersOf(channel)) {
                kit.await(
                        "the members " + members + " of " + channel + ", told to a server",
                        () -> members.equals(inOrder(server.log(channel).members())));
            }
            kit.await(
                    "all events of " + channel,
                    () -> observer.log(channel).messages().size()
                            >= published.getOrDefault(channel, List.of()).size());
        }
    }

    private ChannelSnapshot channelNow(String channel) {
        return kit.channel(observer, channel);
    }

    private static Set<String> ids(ChannelSnapshot snapshot) {
        return snapshot.members().stream().map(Member::userId).collect(toCollection(TreeSet::new));
    }

    private Set<String> usersOf(String channel) {
        Set<String> users = new TreeSet<>();
        servers.forEach(server -> users.addAll(server.users(channel)));
        return users;
    }

    private List<KitServer> followersOf(String channel) {
        List<KitServer> followers = new ArrayList<>(List.of(observer));
        servers.stream().filter(server -> server.follows(channel)).forEach(server -> followers.add(server.played()));
        return followers;
    }

    /** Each time that a server followed a channel it was told a piece of what the observer was told, from its snapshot on. */
    void checkOrder() {
        for (String channel : CHANNELS) {
            List<KitServer> following = followersOf(channel);
            for (KitServer server : kit.servers()) {
                int periods = server.log(channel).periods().size();
                for (int i = 0; i < periods; i++) {
                    checkOrder(server, channel, i, following.contains(server) && i == periods - 1);
                }
            }
        }
    }

    private void checkOrder(KitServer server, String channel, int number, boolean open) {
        kit.await(
                "a piece of the one order of " + channel + ": "
                        + server.log(channel).periods().get(number),
                () -> new OneOrder(observer.log(channel).periods().get(0))
                        .contains(server.log(channel).periods().get(number), open));
    }

    /** Each event reached the observer once. */
    void checkEvents() {
        for (String channel : CHANNELS) {
            assertThat(observer.lines(channel).stream()
                            .filter(line -> line.startsWith("kept ") || line.startsWith("event ")))
                    .containsExactlyInAnyOrderElementsOf(published.getOrDefault(channel, List.of()));
        }
    }

    /** All users go, so that nothing is left. */
    void end() {
        servers.forEach(server -> CHANNELS.forEach(channel -> server.leave(channel, answers)));
        settle();
        assertThat(kit.await(observer.bus().channels(ScalingCase.APP.id(), ""))).isEmpty();
    }
}

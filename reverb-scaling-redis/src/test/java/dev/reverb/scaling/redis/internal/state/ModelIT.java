package dev.reverb.scaling.redis.internal.state;

import static dev.reverb.scaling.redis.internal.state.StateFixture.APP;
import static dev.reverb.scaling.redis.internal.state.StateFixture.get;
import static dev.reverb.scaling.redis.internal.state.StateFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.internal.state.TopicMessage.Event;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nodes do at random what nodes do. After each step Redis has what plain collections have, a follower that was told everything
 * knows it too, and one that has missed messages knows that it has. At the end webhooks know what is.
 */
class ModelIT {

    private static final int STEPS = Boolean.getBoolean("reverb.long") ? 20_000 : 400;
    private static final int MAX_MEMBERS = 6;
    private static final FactRules RULES = new FactRules(FactRules.Mode.TOLD, false, 3_000);
    private static final List<ChannelAddress> CHANNELS = Stream.of(
                    "presence-a", "presence-b", "presence-cache-c", "news", "cache-price", "#server-to-user-1")
            .map(StateFixture::channel)
            .toList();

    @RegisterExtension
    private static final StateFixture fixture = new StateFixture();

    private final List<NodeId> nodes = new ArrayList<>();
    private final List<NodeId> dead = new ArrayList<>();
    private final Map<ChannelAddress, TopicFollower> followers = new HashMap<>();
    private final Map<ChannelAddress, FollowerReplica> replicas = new HashMap<>();
    private final Map<ChannelAddress, FollowerReplica> forgetful = new HashMap<>();
    private ClusterModel model;
    private FactReplay webhooks;
    private Random random;
    private int incarnations;

    @BeforeEach
    void reset() {
        model = new ClusterModel();
        webhooks = new FactReplay();
        for (ChannelAddress address : CHANNELS) {
            followers.put(address, fixture.follow(address));
            replicas.put(address, new FollowerReplica());
            forgetful.put(address, new FollowerReplica());
            replicas.get(address).take(fixture.snapshot(address));
            forgetful.get(address).take(fixture.snapshot(address));
        }
        for (int i = 0; i < 3; i++) {
            nodes.add(nextIncarnation());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverHappensAllAgree(long seed) {
        random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            ChannelAddress address = CHANNELS.get(random.nextInt(CHANNELS.size()));
            step(address);
            check(address);
        }
        CHANNELS.forEach(this::check);
        checkFacts();
        checkThatAnEmptyClusterIsEmpty();
    }

    private void step(ChannelAddress address) {
        switch (random.nextInt(20)) {
            case 0 -> killANode();
            case 1 -> fixture.now.addAndGet(random.nextInt(4_000));
            case 2, 3 -> claimFacts(fixture.bucket(address));
            case 4 -> publish(address);
            case 5 -> {
                if (random.nextInt(5) == 0) {
                    loseMemory();
                } else {
                    askAFencedNode(address);
                }
            }
            case 6, 7, 8 -> set(address, random.nextInt(3));
            case 9 -> addMany(address);
            case 10, 11, 12, 13 -> remove(address);
            default -> add(address);
        }
    }

    private void add(ChannelAddress address) {
        if (address.channel().isPresence()) {
            NodeId node = node();
            String user = userId();
            boolean room = model.add(address.channel(), node, user, MAX_MEMBERS);
            ChangeReply reply = fixture.add(address, node, user(user), MAX_MEMBERS, RULES);
            assertThat(reply.outcome()).isEqualTo(room ? Outcome.DONE : Outcome.FULL);
        } else {
            set(address, 1 + random.nextInt(3));
        }
    }

    private void addMany(ChannelAddress address) {
        if (address.channel().isPresence()) {
            NodeId node = node();
            List<Member> members = Stream.of(userId(), userId(), userId())
                    .map(StateFixture::user)
                    .toList();
            members.forEach(member -> model.add(address.channel(), node, member.userId(), Integer.MAX_VALUE));
            get(fixture.state.presence().addAll(address, node, fixture.nextOperation(), members, RULES));
        }
    }

    private void remove(ChannelAddress address) {
        if (address.channel().isPresence()) {
            NodeId node = node();
            String user = userId();
            model.remove(address.channel(), node, user);
            assertThat(fixture.remove(address, node, user, RULES).outcome()).isEqualTo(Outcome.DONE);
        } else {
            set(address, 0);
        }
    }

    private void set(ChannelAddress address, int count) {
        NodeId node = node();
        model.set(address.channel(), node, count);
        assertThat(fixture.subscriptions(address, node, count, RULES).count())
                .isEqualTo(model.subscriptions(address.channel()));
    }

    private void publish(ChannelAddress address) {
        BusMessage message = new BusMessage(
                new byte[] {1},
                Optional.empty(),
                random.nextBoolean() ? Optional.of(Duration.ofMinutes(1)) : Optional.empty());
        get(fixture.state.topics().publish(address, node(), 1, new Event(message)));
    }

    private void askAFencedNode(ChannelAddress address) {
        if (!dead.isEmpty()) {
            NodeId node = dead.get(random.nextInt(dead.size()));
            assertThat(fixture.add(address, node, userId()).outcome()).isEqualTo(Outcome.FENCED);
            assertThat(fixture.remove(address, node, userId()).outcome()).isEqualTo(Outcome.FENCED);
            assertThat(fixture.subscriptions(address, node, 9, RULES).outcome()).isEqualTo(Outcome.FENCED);
        }
    }

    private void killANode() {
        NodeId victim = nodes.remove(random.nextInt(nodes.size()));
        end(victim);
        nodes.add(nextIncarnation());
    }

    private void end(NodeId node) {
        model.end(node);
        dead.add(node);
        CHANNELS.stream().map(fixture::bucket).distinct().forEach(bucket -> fixture.takeOver(bucket, node, RULES));
    }

    /** Redis starts anew with nothing; once what it had to tell was told. The nodes put back what they have. */
    private void loseMemory() {
        checkFacts();
        CHANNELS.forEach(this::check);
        fixture.redis.flushall();
        model.forgetRosters();
        dead.clear();
        for (NodeId node : nodes) {
            CHANNELS.forEach(address -> putBack(address, node));
        }
        CHANNELS.forEach(address -> {
            followers.get(address).messages();
            replicas.get(address).take(fixture.snapshot(address));
        });
    }

    private void putBack(ChannelAddress address, NodeId node) {
        List<Member> members = model.putBack(address.channel(), node).stream()
                .map(StateFixture::user)
                .toList();
        if (!members.isEmpty()) {
            get(fixture.state.presence().addAll(address, node, fixture.nextOperation(), members, FactRules.PUT_BACK));
        }
        int count = model.subscriptions(address.channel(), node);
        fixture.subscriptions(address, node, count, FactRules.PUT_BACK);
    }

    /** Passes facts on; one in three batches is not finished, so that the next claimer has it again. */
    private void claimFacts(Bucket bucket) {
        NodeId node = node();
        for (FactBatch batch :
                get(fixture.state.facts().claim(bucket, node, Set.of())).batches()) {
            webhooks.take(batch);
            if (random.nextInt(3) > 0) {
                get(fixture.state.facts().finish(batch));
            }
        }
        get(fixture.state.facts().giveBack(bucket, node));
    }

    private void check(ChannelAddress address) {
        ChannelName name = address.channel();
        ChannelState state = fixture.snapshot(address);
        List<String> members =
                state.snapshot().members().stream().map(Member::userId).toList();
        assertThat(members).isEqualTo(model.members(name));
        assertThat(state.snapshot().subscriptions()).isEqualTo(model.subscriptions(name));

        FollowerReplica replica = replicas.get(address);
        FollowerReplica other = forgetful.get(address);
        for (TopicMessage message : followers.get(address).messages()) {
            replica.take(message);
            if (random.nextInt(4) > 0) {
                other.take(message);
            }
        }
        checkReplica(name, state, replica);
        checkReplica(name, state, other);
    }

    /** Whoever has missed a message may not know it yet, but never thinks that it has seen a later one. */
    private void checkReplica(ChannelName name, ChannelState state, FollowerReplica replica) {
        boolean isForgetful = forgetful.containsValue(replica);
        assertThat(isForgetful || !replica.knowsOfGap())
                .as("a gap where nothing was missed")
                .isTrue();
        boolean upToDate = !isForgetful || !replica.knowsOfGap() && replica.version() >= lastVersion(name);
        if (upToDate) {
            assertThat(replica.members()).isEqualTo(model.members(name));
            if (!name.isPresence() && !name.toString().startsWith("#")) {
                assertThat(replica.subscriptions()).isEqualTo(model.subscriptions(name));
            }
        }
        if (replica.knowsOfGap()) {
            replica.take(state);
        }
    }

    private long lastVersion(ChannelName name) {
        return replicas.get(new ChannelAddress(APP, name)).version();
    }

    private void checkFacts() {
        fixture.now.addAndGet(3_000);
        for (Bucket bucket :
                new HashSet<>(CHANNELS.stream().map(fixture::bucket).toList())) {
            for (List<FactBatch> batches = claim(bucket); !batches.isEmpty(); batches = claim(bucket)) {
                batches.forEach(webhooks::take);
                batches.forEach(batch -> get(fixture.state.facts().finish(batch)));
            }
        }
        Set<String> occupied = new TreeSet<>(model.occupied().keySet());
        occupied.removeIf(name -> name.startsWith("#"));
        assertThat(webhooks.occupied()).isEqualTo(occupied);
        Set<String> members = new TreeSet<>();
        CHANNELS.forEach(address ->
                model.members(address.channel()).forEach(user -> members.add(address.channel() + " " + user)));
        assertThat(webhooks.members()).isEqualTo(members);
        assertThat(get(fixture.state.snapshots().list(APP, ""))).isEqualTo(model.occupied());
    }

    private List<FactBatch> claim(Bucket bucket) {
        return get(fixture.state.facts().claim(bucket, nodes.get(0), Set.of())).batches();
    }

    private void checkThatAnEmptyClusterIsEmpty() {
        nodes.forEach(this::end);
        CHANNELS.forEach(this::check);
        assertThat(fixture.lastingKeys()).isEmpty();
        assertThat(get(fixture.state.snapshots().list(APP, ""))).isEmpty();
    }

    private NodeId nextIncarnation() {
        return new NodeId("node-" + incarnations++);
    }

    private NodeId node() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private String userId() {
        return "user " + random.nextInt(9);
    }
}

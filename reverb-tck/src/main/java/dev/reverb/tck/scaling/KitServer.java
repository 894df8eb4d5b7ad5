package dev.reverb.tck.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that the kit plays: its bus, and all that it is told. A channel without an application is one of {@link ScalingCase#APP}. What
 * waits lets the cluster go on meanwhile.
 */
final class KitServer implements ScalingListener {

    private final ScalingCase kit;
    private final ScalingBus bus;
    private final FactLog facts;
    private final Map<ChannelAddress, ChannelLog> logs = new ConcurrentHashMap<>();
    private final Set<ChannelAddress> telling = ConcurrentHashMap.newKeySet();
    private final List<String> terminations = new CopyOnWriteArrayList<>();
    private final List<Optional<Instant>> availability = new CopyOnWriteArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    KitServer(ScalingCase kit, ScalingBus bus, FactLog facts) {
        this.kit = kit;
        this.bus = bus;
        this.facts = facts;
    }

    ScalingBus bus() {
        return bus;
    }

    static ChannelAddress address(String channel) {
        return new ChannelAddress(ScalingCase.APP.id(), ChannelName.of(channel));
    }

    static BusMessage event(String text) {
        return new BusMessage(text.getBytes(UTF_8), Optional.empty(), Optional.empty());
    }

    static Member member(String userId) {
        return new Member(userId, Optional.of("{\"name\":\"" + userId + "\"}"));
    }

    // What it does.

    CompletionStage<ChannelSnapshot> beginToFollow(ChannelAddress address) {
        ChannelLog log = log(address);
        log.begin();
        CompletionStage<ChannelSnapshot> stage = bus.follow(address);
        log.asked(stage);
        return stage.thenApply(snapshot -> {
            log.begun(snapshot);
            return snapshot;
        });
    }

    ChannelSnapshot follow(ChannelAddress address) {
        return kit.await(beginToFollow(address));
    }

    ChannelSnapshot follow(String channel) {
        return follow(address(channel));
    }

    void unfollow(String channel) {
        bus.unfollow(address(channel));
        log(address(channel)).end();
    }

    void publish(String channel, String text) {
        kit.await(bus.publish(address(channel), event(text)));
    }

    /** Adds a user to a channel that has room. */
    void add(String channel, String userId) {
        kit.await(bus.addMember(address(channel), member(userId), Integer.MAX_VALUE));
    }

    void remove(String channel, String userId) {
        kit.await(bus.removeMember(address(channel), userId));
    }

    void subscribe(String channel, int subscriptions) {
        bus.setSubscriptions(address(channel), subscriptions);
    }

    /** From now on nothing may be told; see {@link ChannelLog}. */
    void end() {
        ended = true;
        logs.values().forEach(ChannelLog::end);
    }

    boolean isEnded() {
        return ended;
    }

    // What it was told.

    ChannelLog log(ChannelAddress address) {
        return logs.computeIfAbsent(
                address, ignored -> new ChannelLog(problem -> broken.add(address + ": " + problem)));
    }

    ChannelLog log(String channel) {
        return log(address(channel));
    }

    List<String> lines(String channel) {
        return log(channel).lines();
    }

    /** The ids of the members by what was told, in their order. */
    List<String> members(String channel) {
        return log(channel).members().stream().map(Member::userId).toList();
    }

    List<String> terminations() {
        return List.copyOf(terminations);
    }

    /** Since when the back-end is away, by what was told last. */
    boolean isAway() {
        List<Optional<Instant>> told = List.copyOf(availability);
        return !told.isEmpty() && told.get(told.size() - 1).isPresent();
    }

    List<Optional<Instant>> availability() {
        return List.copyOf(availability);
    }

    List<String> broken() {
        return List.copyOf(broken);
    }

    @Override
    public void onMessage(ChannelAddress address, BusMessage message) {
        tell(address, message);
    }

    @Override
    public void onChange(ChannelAddress address, ChannelChange change) {
        tell(address, change);
    }

    private void tell(ChannelAddress address, Object told) {
        if (!telling.add(address)) {
            broken.add(address + ": told two things at the same time");
        }
        log(address).told(told);
        telling.remove(address);
    }

    @Override
    public void onTerminate(String appId, String userId) {
        terminations.add(appId + " " + userId);
    }

    @Override
    public CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> told) {
        return facts.take(this, appId, id, new ArrayList<>(told));
    }

    @Override
    public void onAvailability(Optional<Instant> since) {
        availability.add(since);
    }

    @Override
    public String toString() {
        return "KitServer[" + bus + "]";
    }
}

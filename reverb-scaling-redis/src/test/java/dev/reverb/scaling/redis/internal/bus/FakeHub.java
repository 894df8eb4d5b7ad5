package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.state.Bucket;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingListener;
import dev.reverb.tck.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** A bus that has nothing but a listener, for parts that are tested alone; what it is told, as text. */
final class FakeHub implements Hub, ScalingListener {

    static final NodeId SELF = new NodeId("self");

    final FakeClock clock = new FakeClock();
    final List<String> told = new ArrayList<>();
    final List<Long> echoed = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    final List<Standing> fences = new ArrayList<>();
    final List<String> factsDue = new ArrayList<>();
    /** The ids of the batches that it was to pass on. */
    final List<String> factIds = new ArrayList<>();
    /** When they are passed on. */
    CompletableFuture<Void> passing = CompletableFuture.completedFuture(null);

    FactRules rules = FactRules.NONE;
    Standing standing;

    @Override
    public ScalingListener listener() {
        return this;
    }

    @Override
    public Ticker ticker() {
        return clock;
    }

    @Override
    public Standing standing() {
        return standing;
    }

    @Override
    public boolean isOwn(NodeId node) {
        return node.value().startsWith(SELF.value());
    }

    @Override
    public NodeId sender() {
        return SELF;
    }

    @Override
    public CompletionStage<Void> known(String appId) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public FactRules rules(String appId) {
        return rules;
    }

    @Override
    public boolean countEvents(String appId) {
        return true;
    }

    @Override
    public Publish counts(ChannelAddress address) {
        return Publish.EVERYTHING;
    }

    @Override
    public CompletionStage<Void> heard(String appId) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean want(Follower follower) {
        return false;
    }

    @Override
    public void countsDue(Follower follower) {}

    @Override
    public void factsDue(Bucket bucket, long millis) {
        factsDue.add(bucket + " in " + millis);
    }

    @Override
    public void fenced(Standing of) {
        fences.add(of);
    }

    @Override
    public void forgotten(Standing of) {}

    @Override
    public void failed(Standing of, Throwable failure) {
        failures.add(failure);
    }

    @Override
    public void echoed(long number) {
        echoed.add(number);
    }

    @Override
    public void unheard(Runnable flip, Predicate<Publisher.Parcel> topic) {
        flip.run();
    }

    @Override
    public void onMessage(ChannelAddress address, BusMessage message) {
        told.add(new String(message.payload(), StandardCharsets.UTF_8));
    }

    @Override
    public void onChange(ChannelAddress address, ChannelChange change) {
        if (change instanceof ChannelChange.MemberAdded added) {
            told.add("+" + added.member().userId());
        } else if (change instanceof ChannelChange.MemberRemoved removed) {
            told.add("-" + removed.userId());
        } else if (change instanceof ChannelChange.SubscriptionsChanged changed) {
            told.add("=" + changed.subscriptions());
        }
    }

    @Override
    public void onTerminate(String appId, String userId) {
        told.add("terminate " + userId);
    }

    @Override
    public CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> facts) {
        factIds.add(id);
        return passing;
    }

    @Override
    public void onFactsLost(String appId, long count) {
        told.add(appId + " lost " + count);
    }

    @Override
    public void onAvailability(Optional<Instant> since) {
        told.add(since.isPresent() ? "away" : "back");
    }
}

package dev.reverb.scaling.redis;

import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingListener;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server that takes part and does nothing. */
final class NobodyListens implements ScalingListener {

    @Override
    public void onMessage(ChannelAddress address, BusMessage message) {}

    @Override
    public void onChange(ChannelAddress address, ChannelChange change) {}

    @Override
    public void onTerminate(String appId, String userId) {}

    @Override
    public CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> facts) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onAvailability(Optional<Instant> since) {}
}

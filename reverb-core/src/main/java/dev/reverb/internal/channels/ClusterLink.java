package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way between an application's channels on this server and the same channels on others. What the bus tells goes to the very
 * channel that follows it at that moment: where that has retired when its mailbox gets to it, it goes nowhere, not to a successor
 * that begins with a later snapshot. Any thread.
 */
public final class ClusterLink {

    private final String appId;
    private final ScalingBus bus;
    private final MetricsRecorder metrics;
    private final Consumer<LaneWorker> release;
    private final ConcurrentHashMap<ChannelName, ClusterChannel> followers = new ConcurrentHashMap<>();

    /**
     * A link on which nothing is followed yet.
     *
     * @param release gives the room of an event that has been fanned out back to its lane
     */
    public ClusterLink(String appId, ScalingBus bus, MetricsRecorder metrics, Consumer<LaneWorker> release) {
        this.appId = appId;
        this.bus = bus;
        this.metrics = metrics;
        this.release = release;
    }

    private ChannelAddress address(ChannelName channel) {
        return new ChannelAddress(appId, channel);
    }

    // ---- what the bus tells ----

    /** An event. It waits for no room, since its publisher has been answered; but it counts. */
    public void onMessage(ChannelName name, BusMessage message) {
        ClusterChannel channel = followers.get(name);
        if (channel != null) {
            metrics.busEventReceived(appId);
            LaneWorker home = channel.home();
            home.admit(1);
            home.execute(() -> channel.receive(message, () -> release.accept(home)));
        }
    }

    /** A difference. */
    public void onChange(ChannelName name, ChannelChange change) {
        ClusterChannel channel = followers.get(name);
        if (channel != null) {
            channel.home().execute(() -> channel.change(change));
        }
    }

    // ---- what channels say, in their mailboxes ----

    CompletionStage<ChannelSnapshot> follow(ClusterChannel channel) {
        followers.put(channel.name(), channel);
        return bus.follow(address(channel.name()));
    }

    void unfollow(ClusterChannel channel, boolean following) {
        followers.remove(channel.name(), channel);
        if (following) {
            bus.unfollow(address(channel.name()));
        }
    }

    CompletionStage<Void> addMember(ChannelName channel, Member member, int maxMembers) {
        return bus.addMember(address(channel), member, maxMembers);
    }

    void removeMember(ChannelName channel, String userId) {
        bus.removeMember(address(channel), userId);
    }

    void setSubscriptions(ChannelName channel, int subscriptions) {
        bus.setSubscriptions(address(channel), subscriptions);
    }

    // ---- events ----

    /**
     * Brings an event to all servers, this one too.
     *
     * @param excluded as in a {@link Delivery}
     * @param keepFor how long the channel keeps it, or null where it does not
     * @return as {@link ScalingBus#publish}
     */
    public CompletionStage<Void> publish(
            ChannelName channel, EncodedFrame frame, long excluded, @Nullable Duration keepFor) {
        ByteBuffer payload = frame.payload();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        BusMessage message = new BusMessage(
                bytes,
                excluded == Delivery.NOBODY ? Optional.empty() : Optional.of(Connection.socketId(excluded)),
                Optional.ofNullable(keepFor));
        try {
            return bus.publish(address(channel), message);
        } catch (RuntimeException broken) {
            // Room has been taken, which only an end gives back.
            return CompletableFuture.failedFuture(broken);
        }
    }

    /** The same for a client event that has been accepted. */
    void publish(ChannelName channel, Whisper whisper) {
        publish(channel, whisper.frame(), whisper.excluded(), null).whenComplete((done, failed) -> {
            whisper.reachesNobody();
            if (failed != null) {
                whisper.outcome().unavailable();
            }
        });
    }
}

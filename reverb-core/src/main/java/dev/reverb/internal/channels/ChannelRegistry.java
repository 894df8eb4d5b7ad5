package dev.reverb.internal.channels;

import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.internal.connection.LaneWorker;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one application by name. Any thread.
 *
 * <p>A task is posted to the home lane of a <em>name</em>, and looks the channel up when it runs. Channels come and go on that lane
 * only, so no task ever meets one that has retired, and none overtakes another on its way to a successor.
 */
public final class ChannelRegistry {

    private final String appId;
    private final Homes homes;
    private final Ticker ticker;
    private final MetricsRecorder metrics;
    private final ChannelSweep sweep;
    private final ChannelEvents events;
    private final @Nullable ClusterLink cluster;
    private final ChannelFacts facts = new ChannelFacts();
    private final ConcurrentHashMap<ChannelName, Channel> channels = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<LaneWorker, SegmentLane> lanes = new ConcurrentHashMap<>();

    /** For nothing but to be held by whoever holds the channels. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable ApplicationState application;

    /**
     * A registry without channels.
     *
     * @param events are told what happens to channels
     * @param cluster the way to other servers that have them, too; null where there are none
     */
    public ChannelRegistry(
            String appId,
            Homes homes,
            Ticker ticker,
            MetricsRecorder metrics,
            ChannelSweep sweep,
            ChannelEvents events,
            @Nullable ClusterLink cluster) {
        this.cluster = cluster;
        this.events = events;
        this.appId = appId;
        this.sweep = sweep;
        this.homes = homes;
        this.ticker = ticker;
        this.metrics = metrics;
    }

    /** The application whose channels these are: one that has channels is not forgotten, see {@link PerApplication}. */
    void belongTo(ApplicationState owner) {
        application = owner;
    }

    /** Whether there is no channel at this moment. */
    public boolean isEmpty() {
        return channels.isEmpty();
    }

    /** Runs a task in the mailbox of a channel, which is made where it does not exist then. */
    public void execute(ChannelName name, Consumer<Channel> task) {
        LaneWorker home = homes.of(name);
        home.execute(() -> {
            Channel channel = channels.get(name);
            task.accept(channel == null ? create(name, home) : channel);
        });
    }

    /** The same for a user's channel. */
    void executeForUser(ChannelName name, Consumer<UserChannel> task) {
        execute(name, channel -> task.accept((UserChannel) channel));
    }

    /** Makes sure that a subscription may begin; see {@link Channel#prepare}. What undoes it is {@link Channel#leave}. */
    public CompletionStage<Void> prepare(Subscription subscription) {
        CompletableFuture<Void> prepared = new CompletableFuture<>();
        execute(subscription.channel(), channel -> channel.prepare(subscription, prepared));
        return prepared;
    }

    /** Runs a task in the mailbox of a channel, or another in its place where the channel does not exist then. */
    public void executeIfPresent(ChannelName name, Consumer<Channel> task, Runnable otherwise) {
        homes.of(name).execute(() -> {
            Channel channel = channels.get(name);
            if (channel == null) {
                otherwise.run();
            } else {
                task.accept(channel);
            }
        });
    }

    /** Passes a client event on; also one that nobody hears is judged, and told of, in the mailbox. */
    public void whisper(ChannelName name, Whisper whisper) {
        executeIfPresent(name, channel -> channel.whisper(whisper), () -> {
            if (cluster == null) {
                whisper.reachesNobody();
                acceptOrRefuse(whisper);
            } else {
                passOn(name, whisper, cluster);
            }
        });
    }

    /** Has a client event that is accepted brought to all servers, this one too. */
    void passOn(ChannelName name, Whisper whisper, ClusterLink link) {
        if (acceptOrRefuse(whisper)) {
            link.publish(name, whisper);
        } else {
            whisper.reachesNobody();
        }
    }

    /** Tells what becomes of a client event; whether it is accepted. */
    boolean acceptOrRefuse(Whisper whisper) {
        if (whisper.isAccepted()) {
            facts.clientEvent(whisper.fact());
            return true;
        }
        whisper.outcome().notMember();
        return false;
    }

    /** On the home lane, which alone adds channels of that name. */
    private Channel create(ChannelName name, LaneWorker home) {
        Channel channel = cluster != null
                ? new ClusterChannel(this, name, home, cluster)
                : name.type() == ChannelType.SERVER_TO_USER
                        ? new UserChannel(this, name, home)
                        : new Channel(this, name, home);
        channels.put(name, channel);
        events.created(name);
        return channel;
    }

    /** What the application's segments on one lane share. */
    SegmentLane lane(LaneWorker worker) {
        SegmentLane lane = lanes.get(worker);
        return lane != null ? lane : lanes.computeIfAbsent(worker, unknown -> new SegmentLane(unknown, appId, metrics));
    }

    /** From now on the channels tell what happens to another sink. */
    public void tell(FactSink sink) {
        facts.tell(sink);
    }

    ChannelFacts facts() {
        return facts;
    }

    /** Who is told what happens to channels beside facts; facts they are told by {@link #tell}. */
    public ChannelEvents events() {
        return events;
    }

    /** Whether a {@link Whisper} on that channel needs its fact. */
    public boolean wantsClientEvents(ChannelName name) {
        return facts.wantsClientEvents(name);
    }

    KeptEventExpiry keptEvents() {
        return sweep.keptEvents();
    }

    SubscriptionCounts subscriptionCounts() {
        return sweep.subscriptionCounts();
    }

    Ticker ticker() {
        return ticker;
    }

    /** The name as a channel that exists has it, so that not each of its subscriptions keeps another copy. */
    public ChannelName shared(ChannelName name) {
        Channel channel = channels.get(name);
        return channel == null ? name : channel.name();
    }

    void remove(Channel channel) {
        if (channels.remove(channel.name(), channel)) {
            events.removed(channel.name());
        }
    }

    /** The channel of that name as it is now, or null. */
    public @Nullable Channel get(ChannelName name) {
        return channels.get(name);
    }

    /** What was asked for of a channel as it is now; one that does not exist is not occupied. */
    public ChannelInfo info(ChannelName name, Set<ChannelAttribute> wanted) {
        Channel channel = channels.get(name);
        if (channel != null) {
            return channel.info(wanted);
        }
        return new ChannelInfo(
                false,
                name.isPresence() && wanted.contains(ChannelAttribute.USER_COUNT)
                        ? OptionalInt.of(0)
                        : OptionalInt.empty(),
                !name.isPresence() && wanted.contains(ChannelAttribute.SUBSCRIPTION_COUNT)
                        ? OptionalInt.of(0)
                        : OptionalInt.empty(),
                Optional.empty());
    }

    /** The channels that exist at this moment, more or less. */
    public Collection<Channel> all() {
        return channels.values();
    }
}

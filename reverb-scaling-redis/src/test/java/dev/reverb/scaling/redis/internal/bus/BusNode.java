package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.Await;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelChange;
import dev.reverb.spi.scaling.ChannelChange.MemberAdded;
import dev.reverb.spi.scaling.ChannelChange.MemberRemoved;
import dev.reverb.spi.scaling.ChannelChange.SubscriptionsChanged;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A server as far as a bus knows: it follows channels, writes down all that it is told, and keeps the members of each channel by snapshot and
 * changes alone. What a bus must never do (tell two things of a channel at a time, add who is there, remove who is not) is an {@link
 * #errors error}.
 */
final class BusNode implements ScalingListener {

    static final Application APP = Application.of("app", "key", "secret");

    final ScalingBus bus;
    final List<String> errors = new CopyOnWriteArrayList<>();
    final AtomicInteger strays = new AtomicInteger();
    final List<String> terminated = new CopyOnWriteArrayList<>();
    final List<ClusterFact> facts = new CopyOnWriteArrayList<>();
    final List<String> factIds = new CopyOnWriteArrayList<>();
    final List<Optional<Instant>> availability = new CopyOnWriteArrayList<>();
    /** When facts that it is told are passed on. */
    volatile CompletableFuture<Void> passing = CompletableFuture.completedFuture(null);

    private final Map<ChannelAddress, Channel> channels = new ConcurrentHashMap<>();

    /** What was told of a channel. */
    static final class Channel {
        private final List<String> log = new ArrayList<>();
        private final List<BusMessage> messages = new ArrayList<>();
        private final Map<String, Member> members = new LinkedHashMap<>();
        private final AtomicInteger inside = new AtomicInteger();
        private int subscriptions;
        private boolean followed;
        private Thread calling;
        private List<Consumer<Channel>> waiting = new ArrayList<>();
    }

    BusNode(ScalingBus bus) {
        this.bus = bus;
    }

    BusNode start(Application... applications) {
        Await.done(bus.start(this));
        for (Application application : applications) {
            bus.use(application, false);
        }
        return this;
    }

    static ChannelAddress address(String channel) {
        return new ChannelAddress(APP.id(), ChannelName.of(channel));
    }

    static BusMessage message(String text) {
        return new BusMessage(text.getBytes(StandardCharsets.UTF_8), Optional.empty(), Optional.empty());
    }

    static BusMessage kept(String text, Duration keepFor) {
        return new BusMessage(text.getBytes(StandardCharsets.UTF_8), Optional.empty(), Optional.of(keepFor));
    }

    static Member member(String userId) {
        return new Member(userId, Optional.of("{\"name\":\"" + userId + "\"}"));
    }

    ChannelSnapshot follow(String channel) {
        return Await.done(followLater(channel));
    }

    CompletionStage<ChannelSnapshot> followLater(String channel) {
        ChannelAddress address = address(channel);
        Channel told = channel(address);
        // Nothing is told between the snapshot and what depends on it, even where that is there at once.
        synchronized (told) {
            told.waiting = new ArrayList<>();
            told.calling = Thread.currentThread();
            CompletionStage<ChannelSnapshot> stage = bus.follow(address);
            told.calling = null;
            return stage.thenApply(snapshot -> {
                synchronized (told) {
                    told.members.clear();
                    snapshot.members().forEach(member -> told.members.put(member.userId(), member));
                    told.subscriptions = snapshot.subscriptions();
                    told.followed = true;
                    // This thread may have told some before the call has returned.
                    told.waiting.forEach(change -> change.accept(told));
                    told.waiting = new ArrayList<>();
                }
                return snapshot;
            });
        }
    }

    void unfollow(String channel) {
        Channel told = channel(address(channel));
        synchronized (told) {
            told.followed = false;
        }
        bus.unfollow(address(channel));
    }

    void publish(String channel, String text) {
        Await.done(bus.publish(address(channel), message(text)));
    }

    void add(String channel, String userId) {
        Await.done(bus.addMember(address(channel), member(userId), Integer.MAX_VALUE));
    }

    void remove(String channel, String userId) {
        Await.done(bus.removeMember(address(channel), userId));
    }

    private Channel channel(ChannelAddress address) {
        return channels.computeIfAbsent(address, ignored -> new Channel());
    }

    /** Messages and changes in their order: {@code hello}, {@code +ada}, {@code -ada}, {@code =3}. */
    List<String> log(String channel) {
        Channel told = channel(address(channel));
        synchronized (told) {
            return List.copyOf(told.log);
        }
    }

    /** The texts of the messages alone. */
    List<String> texts(String channel) {
        return messages(channel).stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    List<BusMessage> messages(String channel) {
        Channel told = channel(address(channel));
        synchronized (told) {
            return List.copyOf(told.messages);
        }
    }

    List<String> users(String channel) {
        Channel told = channel(address(channel));
        synchronized (told) {
            return List.copyOf(told.members.keySet());
        }
    }

    int subscriptions(String channel) {
        Channel told = channel(address(channel));
        synchronized (told) {
            return told.subscriptions;
        }
    }

    boolean isAway() {
        return !availability.isEmpty()
                && availability.get(availability.size() - 1).isPresent();
    }

    boolean isBack() {
        return !availability.isEmpty()
                && availability.get(availability.size() - 1).isEmpty();
    }

    @Override
    public void onMessage(ChannelAddress address, BusMessage message) {
        tell(address, told -> {
            told.messages.add(message);
            told.log.add(new String(message.payload(), StandardCharsets.UTF_8));
        });
    }

    @Override
    public void onChange(ChannelAddress address, ChannelChange change) {
        tell(address, told -> {
            if (change instanceof MemberAdded added) {
                told.log.add("+" + added.member().userId());
                if (told.members.put(added.member().userId(), added.member()) != null) {
                    errors.add(address.channel() + ": added who was there: "
                            + added.member().userId());
                }
            } else if (change instanceof MemberRemoved removed) {
                told.log.add("-" + removed.userId());
                if (told.members.remove(removed.userId()) == null) {
                    errors.add(address.channel() + ": removed who was not there: " + removed.userId());
                }
            } else if (change instanceof SubscriptionsChanged changed) {
                told.log.add("=" + changed.subscriptions());
                told.subscriptions = changed.subscriptions();
            }
        });
    }

    private void tell(ChannelAddress address, Consumer<Channel> change) {
        Channel told = channel(address);
        if (told.inside.getAndIncrement() != 0) {
            errors.add(address.channel() + ": told two things at a time");
        }
        synchronized (told) {
            if (told.followed) {
                change.accept(told);
            } else if (told.calling == Thread.currentThread()) {
                told.waiting.add(change);
            } else {
                // What was being told when the channel was left may still come.
                strays.incrementAndGet();
            }
        }
        told.inside.decrementAndGet();
    }

    @Override
    public void onTerminate(String appId, String userId) {
        terminated.add(userId);
    }

    @Override
    public CompletionStage<Void> onFacts(String appId, String id, List<ClusterFact> newFacts) {
        factIds.add(id);
        facts.addAll(newFacts);
        return passing;
    }

    @Override
    public void onAvailability(Optional<Instant> since) {
        availability.add(since);
    }
}

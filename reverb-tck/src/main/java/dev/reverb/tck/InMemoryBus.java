package dev.reverb.tck;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.BusUnavailableException;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelFullException;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One server's way to an {@link InMemoryCluster}. Beside what every bus does, it can be {@linkplain #cutOff cut off} from the back-end
 * and {@linkplain #kill killed}, and its deliveries can be made one by one.
 *
 * <p>Calls against the contract are refused with an {@link IllegalStateException}: for an application that {@link #use} was not called
 * for, following twice, adding a member to a channel that is not followed, removing one that was not added, no longer following a
 * channel that still has subscriptions. Safe for any thread.
 */
public final class InMemoryBus implements ScalingBus {

    private enum Phase {
        NEW,
        STARTED,
        STOPPED
    }

    private final InMemoryCluster cluster;
    private final int number;
    private final DeliveryQueue general;
    private final Map<ChannelAddress, DeliveryQueue> queues = new HashMap<>();
    private final Map<String, Application> applications = new HashMap<>();
    private final Map<String, FactWishes> factWishes = new HashMap<>();
    private final Map<ChannelAddress, FollowedChannel> followed = new LinkedHashMap<>();
    private final Map<ChannelAddress, OwnPart> parts = new LinkedHashMap<>();
    private final Map<String, Integer> connections = new HashMap<>();
    private final Deque<Runnable> buffer = new ArrayDeque<>();
    private volatile Phase phase = Phase.NEW;
    private @Nullable ScalingListener listener;
    private Scheduler.@Nullable Cancellable lease;
    private boolean leaseOver;
    private boolean fenced;
    private boolean cutOff;
    private boolean away;
    private boolean connected;

    InMemoryBus(InMemoryCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
        general = cluster.deliveries().newQueue();
    }

    @Override
    public CompletionStage<Void> start(ScalingListener newListener) {
        return call(general, () -> {
            if (phase != Phase.NEW) {
                throw violation("A bus is started once");
            }
            if (cluster.isAway() || cutOff) {
                throw new BusUnavailableException("The back-end cannot be reached");
            }
            listener = newListener;
            phase = Phase.STARTED;
            cluster.join(this);
            return null;
        });
    }

    @Override
    public CompletionStage<Void> stop() {
        return call(general, () -> {
            if (phase == Phase.STARTED) {
                boolean reached = connected;
                end();
                if (reached) {
                    cluster.leave(this);
                }
            }
            phase = Phase.STOPPED;
            return null;
        });
    }

    /**
     * Ends this server without good-bye, as if its process had ended. It is told nothing any more; the others learn of it when its lease
     * is over.
     */
    public void kill() {
        cluster.change(() -> {
            if (phase == Phase.STARTED) {
                if (connected) {
                    cluster.disconnect(this);
                }
                end();
            }
            phase = Phase.STOPPED;
        });
    }

    private void end() {
        phase = Phase.STOPPED;
        connected = false;
        followed.clear();
        buffer.clear();
    }

    /**
     * Cuts this server off from the back-end, which goes on for the others. They learn of it when the lease is over; what they publish
     * meanwhile is lost to this one.
     */
    public void cutOff() {
        cluster.change(() -> {
            cutOff = true;
            if (connected) {
                cluster.disconnect(this);
            }
        });
    }

    /** Ends what {@link #cutOff} began. */
    public void mend() {
        cluster.change(() -> {
            cutOff = false;
            if (phase == Phase.STARTED && !connected && !cluster.isAway()) {
                cluster.reconnect(List.of(this), false);
            }
        });
    }

    /**
     * Makes the delivery of a channel that has waited longest, on this thread.
     *
     * @param address the channel
     * @return false where none was waiting
     */
    public boolean deliver(ChannelAddress address) {
        DeliveryQueue queue = cluster.read(() -> queues.get(address));
        return queue != null && queue.runOne();
    }

    /**
     * Makes the delivery that has waited longest of those that are no channel's: terminations, facts, answers to questions, that the
     * back-end is away or back.
     *
     * @return false where none was waiting
     */
    public boolean deliver() {
        return general.runOne();
    }

    /**
     * How many deliveries of a channel wait.
     *
     * @param address the channel
     * @return the number
     */
    public int pendingDeliveries(ChannelAddress address) {
        return cluster.read(() -> Optional.ofNullable(queues.get(address))
                .map(DeliveryQueue::size)
                .orElse(0));
    }

    @Override
    public void use(Application application, boolean listening) {
        cluster.change(() -> {
            applications.put(application.id(), application);
            factWishes.put(application.id(), FactWishes.of(application, listening));
        });
    }

    @Override
    public void release(String appId) {
        command(appId, () -> {
            if (followed.keySet().stream().anyMatch(address -> address.appId().equals(appId))) {
                throw violation("Released, and still followed: " + appId);
            }
            // What has not been said for it needs its settings.
            if (parts.keySet().stream().noneMatch(address -> address.appId().equals(appId))) {
                applications.remove(appId);
                factWishes.remove(appId);
                connections.remove(appId);
            }
        });
    }

    /**
     * How many applications this server uses at this moment.
     *
     * @return those that were {@linkplain #use used} and not {@linkplain #release released}
     */
    public int applications() {
        return cluster.read(applications::size);
    }

    @Override
    public CompletionStage<ChannelSnapshot> follow(ChannelAddress address) {
        return callOf(address, () -> {
            if (followed.containsKey(address)) {
                throw violation("Followed already: " + address);
            }
            ChannelSnapshot snapshot = connected ? cluster.state().snapshot(address) : ownSnapshot(address);
            followed.put(address, newFollowed(address, snapshot));
            return snapshot;
        });
    }

    private FollowedChannel newFollowed(ChannelAddress address, ChannelSnapshot snapshot) {
        return new FollowedChannel(
                address.channel(),
                snapshot,
                () -> application(address.appId()).hasSubscriptionCountEvents(),
                change -> tell(address, listener -> listener.onChange(address, change)));
    }

    /** What this server knows of a channel that it begins to follow while the back-end is away: what it has of it itself. */
    private ChannelSnapshot ownSnapshot(ChannelAddress address) {
        OwnPart part = parts.get(address);
        return new ChannelSnapshot(part == null ? 0 : part.subscriptions(), List.of(), Optional.empty());
    }

    @Override
    public void unfollow(ChannelAddress address) {
        command(address.appId(), () -> {
            OwnPart part = parts.get(address);
            if (part != null && !part.isVacant()) {
                throw violation("Still subscribed to: " + address);
            }
            if (followed.remove(address) == null) {
                throw violation("Not followed: " + address);
            }
            tidy(address);
        });
    }

    private void tidy(ChannelAddress address) {
        OwnPart part = parts.get(address);
        if (part != null && part.isForgotten()) {
            parts.remove(address);
        }
        DeliveryQueue queue = queues.get(address);
        if (queue != null && queue.isIdle() && !followed.containsKey(address)) {
            queues.remove(address);
            cluster.deliveries().forget(queue);
        }
    }

    @Override
    public CompletionStage<Void> publish(ChannelAddress address, BusMessage message) {
        return callOf(address, () -> {
            if (connected) {
                cluster.state().publish(null, address, message);
                return null;
            }
            buffer(() -> cluster.state().publish(this, address, message));
            tell(address, message);
            return null;
        });
    }

    private void buffer(Runnable order) {
        if (buffer.size() >= cluster.maxBufferedMessages()) {
            throw new BusUnavailableException("The back-end is away, and " + buffer.size() + " events wait for it");
        }
        buffer.add(order);
    }

    @Override
    public CompletionStage<Void> addMember(ChannelAddress address, Member member, int maxMembers) {
        return callOf(address, () -> {
            FollowedChannel channel = followed.get(address);
            if (channel == null) {
                throw violation("Not followed: " + address);
            }
            boolean room = connected
                    ? cluster.state().add(this, address, member, maxMembers)
                    : channel.has(member.userId()) || channel.size() < maxMembers;
            if (!room) {
                throw new ChannelFullException();
            }
            part(address).add(member, connected);
            if (!connected && !channel.has(member.userId())) {
                channel.add(member);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Void> removeMember(ChannelAddress address, String userId) {
        return callOf(address, () -> {
            OwnPart part = part(address);
            if (!part.has(userId)) {
                throw violation("Not added: " + userId + " to " + address);
            }
            part.remove(userId, connected);
            FollowedChannel channel = followed.get(address);
            if (connected) {
                cluster.state().remove(this, address, userId);
            } else if (channel != null) {
                channel.remove(userId);
            }
            tidy(address);
            return null;
        });
    }

    @Override
    public void setSubscriptions(ChannelAddress address, int subscriptions) {
        command(address.appId(), () -> {
            if (subscriptions < 0) {
                throw violation("Not a number of subscriptions: " + subscriptions);
            }
            int before = part(address).count(subscriptions, connected);
            FollowedChannel channel = followed.get(address);
            if (connected) {
                cluster.state().setSubscriptions(this, address, subscriptions);
            } else if (channel != null) {
                channel.count(Math.max(0, channel.subscriptions() + subscriptions - before));
            }
            tidy(address);
        });
    }

    private OwnPart part(ChannelAddress address) {
        return parts.computeIfAbsent(address, ignored -> new OwnPart());
    }

    @Override
    public void setConnections(String appId, int count) {
        command(appId, () -> {
            connections.put(appId, count);
            if (connected) {
                cluster.state().setConnections(this, appId, count);
            }
        });
    }

    @Override
    public CompletionStage<Void> terminate(String appId, String userId) {
        return callOf(appId, () -> {
            if (connected) {
                terminateOnOthers(appId, userId);
            } else {
                buffer(() -> terminateOnOthers(appId, userId));
            }
            tellTermination(appId, userId);
            return null;
        });
    }

    private void terminateOnOthers(String appId, String userId) {
        cluster.state().connected().stream()
                .filter(server -> server != this)
                .forEach(server -> server.tellTermination(appId, userId));
    }

    private void tellTermination(String appId, String userId) {
        general.add(() -> toListener(listener -> listener.onTerminate(appId, userId)));
    }

    @Override
    public CompletionStage<Integer> connections(String appId) {
        return ask(appId, state -> state.connections(appId));
    }

    @Override
    public CompletionStage<Map<String, Integer>> channels(String appId, String prefix) {
        return ask(appId, state -> state.channels(appId, prefix));
    }

    @Override
    public CompletionStage<ChannelSnapshot> channel(ChannelAddress address) {
        return ask(address.appId(), state -> state.snapshot(address));
    }

    private <T> CompletionStage<T> ask(String appId, Function<SharedState, T> question) {
        return callOf(appId, () -> {
            if (!connected) {
                throw new BusUnavailableException("The back-end is away");
            }
            return question.apply(cluster.state());
        });
    }

    // How calls are made. The answer is a delivery behind all that the call has caused.

    private <T> CompletionStage<T> callOf(ChannelAddress address, Supplier<@Nullable T> code) {
        return cluster.get(() -> inPhase(address.appId(), queue(address), code));
    }

    private <T> CompletionStage<T> callOf(String appId, Supplier<@Nullable T> code) {
        return cluster.get(() -> inPhase(appId, general, code));
    }

    private <T> CompletionStage<T> inPhase(String appId, DeliveryQueue queue, Supplier<@Nullable T> code) {
        return answer(queue, () -> {
            if (phase != Phase.STARTED) {
                throw new BusUnavailableException(
                        "The bus " + (phase == Phase.NEW ? "has not started" : "has stopped"));
            }
            application(appId);
            return code.get();
        });
    }

    private <T> CompletionStage<T> call(DeliveryQueue queue, Supplier<@Nullable T> code) {
        return cluster.get(() -> answer(queue, code));
    }

    private <T> CompletionStage<T> answer(DeliveryQueue queue, Supplier<@Nullable T> code) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            T result = code.get();
            queue.add(() -> answer.complete(result));
        } catch (BusUnavailableException | ChannelFullException refused) {
            queue.add(() -> answer.completeExceptionally(refused));
        }
        return answer.minimalCompletionStage();
    }

    private void command(String appId, Runnable code) {
        cluster.change(() -> {
            if (phase == Phase.STARTED) {
                application(appId);
                code.run();
            }
        });
    }

    private IllegalStateException violation(String message) {
        cluster.deliveries().violation(this + ": " + message);
        return new IllegalStateException(message);
    }

    // What the cluster asks. The caller holds its lock.

    int number() {
        return number;
    }

    boolean isStopped() {
        return phase == Phase.STOPPED;
    }

    boolean isCutOff() {
        return cutOff;
    }

    boolean isLeaseOver() {
        return leaseOver;
    }

    Application application(String appId) {
        Application application = applications.get(appId);
        if (application == null) {
            throw violation("Unknown application: " + appId);
        }
        return application;
    }

    FactWishes factWishes(String appId) {
        FactWishes wishes = factWishes.get(appId);
        if (wishes == null) {
            throw violation("Unknown application: " + appId);
        }
        return wishes;
    }

    @Nullable
    FollowedChannel followed(ChannelAddress address) {
        return followed.get(address);
    }

    private DeliveryQueue queue(ChannelAddress address) {
        return queues.computeIfAbsent(address, ignored -> cluster.deliveries().newQueue());
    }

    void tell(ChannelAddress address, BusMessage message) {
        tell(address, listener -> listener.onMessage(address, message));
    }

    /** Tells something of a channel, if it is followed now, and by the same call of {@link #follow} still then. */
    private void tell(ChannelAddress address, Consumer<ScalingListener> telling) {
        FollowedChannel channel = followed.get(address);
        if (channel != null) {
            queue(address).add(() -> {
                if (cluster.read(() -> followed.get(address) == channel)) {
                    toListener(telling);
                }
            });
        }
    }

    private void toListener(Consumer<ScalingListener> telling) {
        if (phase == Phase.STARTED) {
            telling.accept(Objects.requireNonNull(listener));
        }
    }

    void pass(String appId, String id, List<ClusterFact> facts, Consumer<Boolean> passed) {
        general.add(() -> toListener(listener ->
                listener.onFacts(appId, id, facts).whenComplete((nothing, failure) -> passed.accept(failure != null))));
    }

    void disconnected() {
        connected = false;
        away = true;
        Optional<Instant> since =
                Optional.of(Instant.ofEpochMilli(cluster.ticker().currentTimeMillis()));
        general.add(() -> toListener(listener -> listener.onAvailability(since)));
    }

    void setLease(Scheduler.Cancellable newLease) {
        lease = newLease;
        leaseOver = false;
    }

    void endLease() {
        lease = null;
        leaseOver = true;
    }

    void endOldLease() {
        if (lease != null) {
            lease.cancel();
            lease = null;
        }
        leaseOver = false;
    }

    /** Others have cleared up behind this server, and told everybody so. */
    void fence() {
        leaseOver = false;
        fenced = true;
    }

    /** In reach again: puts back what the back-end knew of this server, where it has forgotten it. */
    void putBack() {
        endOldLease();
        if (fenced) {
            parts.values().forEach(OwnPart::forgetKnown);
            fenced = false;
        } else {
            parts.forEach((address, part) -> cluster.state().putBack(this, address, part));
        }
    }

    /** Says what is different from what the back-end knew. Who was let in meanwhile stays, whatever the channel's limit. */
    void sayAnew() {
        parts.forEach((address, part) -> {
            part.gone().forEach(userId -> {
                cluster.state().remove(this, address, userId);
                part.forget(userId);
            });
            part.news().forEach(member -> {
                cluster.state().add(this, address, member, Application.UNLIMITED);
                part.add(member, true);
            });
            if (part.subscriptions() != part.knownSubscriptions()) {
                cluster.state().setSubscriptions(this, address, part.subscriptions());
                part.count(part.subscriptions(), true);
            }
        });
        connections.forEach((appId, count) -> cluster.state().setConnections(this, appId, count));
        List.copyOf(parts.keySet()).forEach(this::tidy);
    }

    /** Tells what is different from what this server knew. */
    void refresh(boolean hold) {
        connected = true;
        followed.forEach((address, channel) -> channel.refresh(cluster.state().snapshot(address), hold));
        if (away) {
            away = false;
            general.add(() -> toListener(listener -> listener.onAvailability(Optional.empty())));
        }
    }

    /** Tells what was held back when the back-end had lost its memory. */
    void release() {
        followed.values().forEach(FollowedChannel::release);
    }

    /** Sends what was published meanwhile. This server's own subscribers have it. */
    void sendBuffered() {
        for (Runnable next = buffer.poll(); next != null; next = buffer.poll()) {
            next.run();
        }
    }

    @Override
    public String toString() {
        return "InMemoryBus[" + number + ", " + phase + "]";
    }
}

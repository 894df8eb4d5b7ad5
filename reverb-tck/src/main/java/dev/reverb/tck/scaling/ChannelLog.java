package dev.reverb.tck.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.BusMessage;
import dev.reverb.spi.scaling.ChannelChange.MemberAdded;
import dev.reverb.spi.scaling.ChannelChange.MemberRemoved;
import dev.reverb.spi.scaling.ChannelChange.SubscriptionsChanged;
import dev.reverb.spi.scaling.ChannelSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one server has been told of one channel, and what it takes the channel to be by that. Notes what cannot be: a member added who is
 * there, one removed who is not, anything told of a channel that is not followed. Safe for any thread.
 *
 * <p>When a server ceases to follow, or stops, one call may be under way on another thread: that one is let pass. It comes before the next
 * snapshot, so what is told while that is not there yet is such a call, and anything else behind it.
 */
final class ChannelLog {

    /**
     * One time of following.
     *
     * @param snapshot how it began
     * @param lines what was told since
     */
    record Period(ChannelSnapshot snapshot, List<String> lines) {}

    private enum State {
        NOT_FOLLOWED,
        WAITING_FOR_SNAPSHOT,
        FOLLOWED
    }

    private final Consumer<String> broken;
    private final List<Period> periods = new ArrayList<>();
    private final List<BusMessage> messages = new ArrayList<>();
    private final List<Object> waiting = new ArrayList<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private State state = State.NOT_FOLLOWED;
    private boolean strayAllowed;
    private int subscriptions;
    private @Nullable Period period;
    private @Nullable Thread asking;
    private @Nullable CompletionStage<ChannelSnapshot> stage;

    ChannelLog(Consumer<String> broken) {
        this.broken = broken;
    }

    /** The bus is about to be asked, by this thread. */
    synchronized void begin() {
        state = State.WAITING_FOR_SNAPSHOT;
        asking = Thread.currentThread();
        stage = null;
    }

    /** The bus has been asked. */
    synchronized void asked(CompletionStage<ChannelSnapshot> newStage) {
        stage = newStage;
        asking = null;
        notifyAll();
    }

    synchronized void begun(ChannelSnapshot snapshot) {
        if (state != State.WAITING_FOR_SNAPSHOT) {
            return;
        }
        state = State.FOLLOWED;
        period = new Period(snapshot, new ArrayList<>());
        strayAllowed = false;
        periods.add(period);
        members.clear();
        messages.clear();
        snapshot.members().forEach(member -> members.put(member.userId(), member));
        subscriptions = snapshot.subscriptions();
        waiting.forEach(this::take);
        waiting.clear();
    }

    synchronized void end() {
        if (state != State.NOT_FOLLOWED) {
            state = State.NOT_FOLLOWED;
            strayAllowed = true;
            asking = null;
            waiting.clear();
            notifyAll();
        }
    }

    synchronized void told(Object told) {
        awaitStage();
        if (state == State.FOLLOWED) {
            take(told);
        } else if (state == State.WAITING_FOR_SNAPSHOT && isSnapshotThere()) {
            waiting.add(told);
        } else {
            if (!strayAllowed) {
                broken.accept("told of a channel that is not followed: " + line(told));
            }
            strayAllowed = false;
        }
    }

    /** Whether the snapshot is there can be told when the bus has returned its stage; it may be told things before, by another thread. */
    private void awaitStage() {
        try {
            while (asking != null && asking != Thread.currentThread()) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSnapshotThere() {
        return stage == null || stage.toCompletableFuture().isDone();
    }

    private void take(Object told) {
        current().lines().add(line(told));
        if (told instanceof BusMessage message) {
            messages.add(message);
        } else if (told instanceof MemberAdded added) {
            if (members.put(added.member().userId(), added.member()) != null) {
                broken.accept("added twice: " + line(told));
            }
        } else if (told instanceof MemberRemoved removed) {
            if (members.remove(removed.userId()) == null) {
                broken.accept("removed and was not there: " + line(told));
            }
        } else if (told instanceof SubscriptionsChanged changed) {
            if (subscriptions == changed.subscriptions()) {
                broken.accept("the same number once more: " + line(told));
            }
            subscriptions = changed.subscriptions();
        }
    }

    private static String line(Object told) {
        if (told instanceof BusMessage message) {
            return new String(message.payload(), UTF_8);
        }
        if (told instanceof MemberAdded added) {
            return "+" + added.member().userId();
        }
        if (told instanceof MemberRemoved removed) {
            return "-" + removed.userId();
        }
        return "=" + ((SubscriptionsChanged) told).subscriptions();
    }

    private Period current() {
        if (period == null) {
            throw new AssertionError("The channel was never followed");
        }
        return period;
    }

    /** What was told since the snapshot: events as they are, {@code +user}, {@code -user}, {@code =subscriptions}. */
    synchronized List<String> lines() {
        return List.copyOf(current().lines());
    }

    /** All times of following, without the numbers of subscriptions, of which several may be told as one. */
    synchronized List<Period> periods() {
        return periods.stream()
                .map(each -> new Period(
                        each.snapshot(),
                        each.lines().stream()
                                .filter(line -> !line.startsWith("="))
                                .toList()))
                .toList();
    }

    synchronized List<BusMessage> messages() {
        return List.copyOf(messages);
    }

    /** The members by what was told, in the order of their arrival. */
    synchronized List<Member> members() {
        return List.copyOf(members.values());
    }

    /** The number of subscriptions that was told last. */
    synchronized int subscriptions() {
        return subscriptions;
    }
}

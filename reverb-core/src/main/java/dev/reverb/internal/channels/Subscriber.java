package dev.reverb.internal.channels;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.connection.Connection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection's subscriptions, linked through themselves: few connections have many. Touched on the connection's lane
 * only.
 */
public abstract class Subscriber {

    private final Connection connection;
    private @Nullable Subscription first;

    protected Subscriber(Connection connection) {
        this.connection = connection;
    }

    public final Connection connection() {
        return connection;
    }

    /** Whose client it is, with the settings that hold for its connection. Any thread. */
    public abstract Application application();

    public final int subscriptionCount() {
        int count = 0;
        for (Subscription s = first; s != null; s = s.next) {
            count++;
        }
        return count;
    }

    /** The recorded subscription to a channel, or null. */
    public final @Nullable Subscription find(ChannelName channel) {
        for (Subscription s = first; s != null; s = s.next) {
            if (s.channel().equals(channel)) {
                return s;
            }
        }
        return null;
    }

    /** Records a subscription, before its join is posted. */
    public final void record(Subscription subscription) {
        subscription.next = first;
        first = subscription;
    }

    /** Forgets a subscription, before its leave is posted; does nothing where it is not recorded. */
    public final void forget(Subscription subscription) {
        if (first == subscription) {
            first = subscription.next;
            return;
        }
        for (Subscription s = first; s != null; s = s.next) {
            if (s.next == subscription) {
                s.next = subscription.next;
                return;
            }
        }
    }

    /** Forgets all subscriptions, once the leaves have been posted. */
    protected final void forgetAll() {
        first = null;
    }

    public final void forEachSubscription(Consumer<Subscription> action) {
        for (Subscription s = first; s != null; s = s.next) {
            action.accept(s);
        }
    }

    /** A join was refused in the channel's mailbox. Called on the connection's lane. */
    protected abstract void onJoinRefused(Subscription subscription, EncodedFrame error);

    /**
     * The implicit subscription of a sign-in begins: what is sent now comes before all that follows in the user's channel. Called
     * on the connection's lane.
     */
    protected abstract void onSignedIn(Subscription subscription);
}

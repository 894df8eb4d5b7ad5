package dev.reverb.internal.protocol;

import dev.reverb.internal.channels.Subscription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What only few sessions have; where there is nothing of it, there is no such object. On the connection's lane. */
final class SessionExtras {

    /** In place of a time. */
    static final long UNTIMED = -1;

    private final @Nullable String countedAddress;
    private final @Nullable MessageRate rate;
    private final List<Object> attachments;
    private final long opened;
    private @Nullable Subscription outsider;

    /**
     * @param countedAddress the client's address, which is counted out when the connection closes; null where none is counted
     * @param rate how many messages there were; null where any number is allowed
     * @param attachments what interceptors have attached to the connection
     * @param opened when the connection was accepted, in the ticker's nanoseconds; {@link #UNTIMED} where nobody wants to know
     */
    SessionExtras(
            @Nullable String countedAddress, @Nullable MessageRate rate, List<Object> attachments, long opened) {
        this.countedAddress = countedAddress;
        this.rate = rate;
        this.attachments = attachments;
        this.opened = opened;
    }

    @Nullable
    String countedAddress() {
        return countedAddress;
    }

    @Nullable
    MessageRate rate() {
        return rate;
    }

    List<Object> attachments() {
        return attachments;
    }

    /** When the connection was accepted, or {@link #UNTIMED}. */
    long opened() {
        return opened;
    }

    /** What stands for the channels that the client whispers on without being there; see {@link InterceptedSession}. */
    @Nullable
    Subscription outsider() {
        return outsider;
    }

    void setOutsider(Subscription standIn) {
        outsider = standIn;
    }
}

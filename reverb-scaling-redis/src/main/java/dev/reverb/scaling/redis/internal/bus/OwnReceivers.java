package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.bus.Publisher.Hearing;
import dev.reverb.scaling.redis.internal.bus.Publisher.Parcel;
import org.jspecify.annotations.Nullable;

/** Those on this node for whom a message is. */
final class OwnReceivers implements Publisher.Receivers {

    private final Hub hub;
    private final Followers followers;
    private final Controls controls;

    OwnReceivers(Hub hub, Followers followers, Controls controls) {
        this.hub = hub;
        this.followers = followers;
        this.controls = controls;
    }

    @Override
    public Hearing hear(Parcel parcel) {
        if (parcel instanceof Parcel.ToChannel event) {
            Follower follower = followers.find(event.address());
            return follower == null ? Hearing.NOT : follower.hearing();
        }
        // Whoever is to be shut out is shut out here at once, whatever becomes of Redis.
        return Hearing.AT_ONCE;
    }

    @Override
    public @Nullable SerialQueue tellOwn(Parcel parcel, long number) {
        if (parcel instanceof Parcel.ToChannel event) {
            Follower follower = followers.find(event.address());
            return follower == null ? null : offer(follower.queue(), () -> follower.tellOwn(number, event.message()));
        }
        Parcel.Terminate order = (Parcel.Terminate) parcel;
        ControlTopic control = controls.find(order.appId());
        return control == null ? null : offer(control.queue(), () -> control.tellOwn(number, order.userId()));
    }

    private static @Nullable SerialQueue offer(SerialQueue queue, Runnable task) {
        return queue.offer(task) ? queue : null;
    }

    @Override
    public void failed(Standing standing, Throwable failure) {
        hub.failed(standing, failure);
    }
}

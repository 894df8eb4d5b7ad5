package ${package}.channels;

import dev.reverb.broadcasting.auth.Admission;
import dev.reverb.broadcasting.auth.BroadcastUser;
import dev.reverb.broadcasting.auth.ChannelClass;
import dev.reverb.broadcasting.auth.ChannelParameters;
import java.util.function.BiPredicate;

/** Who may listen to {@code orders.{order}}: whose order it is. */
public final class OrderChannel extends ChannelClass {

    private final BiPredicate<String, Long> isOwner;

    /**
     * Makes the rule.
     *
     * @param isOwner whether the user with this id has ordered this
     */
    public OrderChannel(BiPredicate<String, Long> isOwner) {
        this.isOwner = isOwner;
    }

    @Override
    public Admission join(BroadcastUser user, ChannelParameters parameters) {
        return Admission.grantedIf(isOwner.test(user.id(), parameters.getLong("order")));
    }
}

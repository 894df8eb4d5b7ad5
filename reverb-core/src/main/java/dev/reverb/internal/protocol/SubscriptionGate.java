package dev.reverb.internal.protocol;

import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.Subscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A step between a subscription that was found good and its join, such as waiting until a scaling back-end has confirmed
 * interest in the channel. May take its time; the client's later frames for the channel wait. Failing refuses the join.
 */
@FunctionalInterface
public interface SubscriptionGate {

    /** Lets everyone through at once. */
    SubscriptionGate OPEN = new SubscriptionGate() {
        private final CompletionStage<Void> done = CompletableFuture.completedStage(null);

        @Override
        public CompletionStage<Void> pass(ApplicationState application, Subscription subscription) {
            return done;
        }
    };

    /** Called on the connection's lane. */
    CompletionStage<Void> pass(ApplicationState application, Subscription subscription);
}

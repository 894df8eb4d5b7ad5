package dev.reverb.internal.interception;

import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.interception.SubscriptionRequest;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The interceptors that decide about one kind of thing, in order.
 *
 * @param what the kind, for the log
 * @param ask asks one of them
 * @param after what the next one is asked after a decision; null where that decision is final
 */
record Chain<R extends Asked, D>(
        String what,
        List<Interceptor> interceptors,
        BiFunction<Interceptor, R, @Nullable CompletionStage<D>> ask,
        BiFunction<R, D, @Nullable R> after) {

    static Chain<AskedConnection, ConnectionDecision> ofConnections(List<Interceptor> all) {
        return new Chain<>(
                "connection",
                overriding(all, "decideConnection", ConnectionRequest.class),
                Interceptor::decideConnection,
                (asked, decision) -> decision instanceof ConnectionDecision.Accepted accepted
                        ? accepted.attachment().map(asked::with).orElse(asked)
                        : null);
    }

    static Chain<AskedSubscription, SubscriptionDecision> ofSubscriptions(List<Interceptor> all) {
        return new Chain<>(
                "subscription",
                overriding(all, "decideSubscription", SubscriptionRequest.class),
                Interceptor::decideSubscription,
                (asked, decision) -> decision instanceof SubscriptionDecision.Accepted ? asked : null);
    }

    static Chain<AskedClientEvent, ClientEventDecision> ofClientEvents(List<Interceptor> all) {
        return new Chain<>(
                "client event",
                overriding(all, "decideClientEvent", ClientEventRequest.class),
                Interceptor::decideClientEvent,
                (asked, decision) -> decision instanceof ClientEventDecision.Changed changed
                        ? asked.with(changed.data())
                        : decision instanceof ClientEventDecision.Accepted ? asked : null);
    }

    /** Those that have something to say. Looked up once, so that the others cost nothing. */
    private static List<Interceptor> overriding(List<Interceptor> all, String method, Class<?> parameter) {
        return all.stream()
                .filter(interceptor -> overrides(interceptor.getClass(), method, parameter))
                .toList();
    }

    private static boolean overrides(Class<?> type, String method, Class<?> parameter) {
        try {
            return type.getMethod(method, parameter).getDeclaringClass() != Interceptor.class;
        } catch (NoSuchMethodException unknown) {
            // Where reflection does not see it, as in a native image: asking costs time, not asking would let everyone
            // in.
            return true;
        }
    }

    boolean isEmpty() {
        return interceptors.isEmpty();
    }
}

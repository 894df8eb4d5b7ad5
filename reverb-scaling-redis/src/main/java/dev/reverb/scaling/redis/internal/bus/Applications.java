package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.application.Application;
import dev.reverb.scaling.redis.internal.state.FactRules;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import dev.reverb.spi.scaling.ChannelAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the applications want to know. Safe for any thread. */
final class Applications {

    private record Rules(FactRules facts, boolean countEvents) {}

    private static final Rules UNKNOWN = new Rules(FactRules.NONE, false);

    private final Map<String, Rules> rules = new ConcurrentHashMap<>();

    void use(Application application, boolean listening) {
        rules.put(
                application.id(),
                new Rules(FactRules.of(application, listening), application.hasSubscriptionCountEvents()));
    }

    void release(String appId) {
        rules.remove(appId);
    }

    boolean isKnown(String appId) {
        return rules.containsKey(appId);
    }

    /** What webhooks and listeners want to know. */
    FactRules facts(String appId) {
        return of(appId).facts();
    }

    /** Whether there are subscription count events. */
    boolean countEvents(String appId) {
        return of(appId).countEvents();
    }

    /** Which changes of a channel's subscriptions its followers are told. */
    Publish counts(ChannelAddress address) {
        return Publish.of(address.channel(), countEvents(address.appId()));
    }

    private Rules of(String appId) {
        return rules.getOrDefault(appId, UNKNOWN);
    }
}

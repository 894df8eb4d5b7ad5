package dev.reverb.tck;

import dev.reverb.application.Application;
import java.time.Duration;

/**
 * What a server wants to be told of an application's channels.
 *
 * @param told whether who comes and goes is a fact
 * @param counted whether numbers of subscriptions are
 * @param grace how long what ends waits for its opposite
 */
record FactWishes(String appId, boolean told, boolean counted, Duration grace) {

    /** Those of an application's webhooks, and of listeners where there are some. */
    static FactWishes of(Application application, boolean listening) {
        boolean hooked = !application.webhooks().isEmpty();
        return new FactWishes(
                application.id(),
                hooked || listening,
                hooked && application.hasSubscriptionCountEvents(),
                application.webhookGraceTime());
    }
}

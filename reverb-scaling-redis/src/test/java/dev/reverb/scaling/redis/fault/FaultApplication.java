package dev.reverb.scaling.redis.fault;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import java.time.Duration;

/** The application that all servers of these tests serve. */
final class FaultApplication {

    static final String ID = "app-id";

    private FaultApplication() {}

    /** With a webhook that is told everything, soon. */
    static Application toldTo(String hook) {
        return Application.builder(ID, "app-key", "app-secret")
                .webhooks(Webhook.to(hook))
                .webhookBatchTime(Duration.ofMillis(10))
                .webhookGraceTime(Duration.ofMillis(100))
                .pingInterval(Duration.ofHours(1))
                .build();
    }
}

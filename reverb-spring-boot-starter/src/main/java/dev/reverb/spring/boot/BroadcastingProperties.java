package dev.reverb.spring.boot;

import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.entity.ModelNames;
import dev.reverb.broadcasting.notification.Notifications;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The properties below {@code reverb.broadcasting}.
 *
 * @param enabled Whether the application broadcasts. Needs the dependency reverb-broadcasting.
 * @param connection The connection of events that do not say another; the first by name where it is not set.
 * @param connections The ways to servers, by name. The server in this process where there are none.
 * @param eventsPackage The package of the events. Its sub-packages become part of their names.
 * @param eventsNamespace What pages call that package.
 * @param modelsPackage The package of the entities.
 * @param modelsNamespace What pages call that package.
 * @param notificationsPackage The package of the notifications.
 * @param notificationsNamespace What pages call that package.
 * @param encryptionKey The key of encrypted channels, 32 bytes in base64.
 * @param path What the endpoints /auth and /user-auth are below.
 * @param queue Where events wait for their server.
 */
@ConfigurationProperties("reverb.broadcasting")
record BroadcastingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") String connection,
        @DefaultValue Map<String, ConnectionProperties> connections,
        @DefaultValue("") String eventsPackage,
        @DefaultValue(Broadcaster.Builder.DEFAULT_NAMESPACE) String eventsNamespace,
        @DefaultValue("") String modelsPackage,
        @DefaultValue(ModelNames.DEFAULT_NAMESPACE) String modelsNamespace,
        @DefaultValue("") String notificationsPackage,
        @DefaultValue(Notifications.DEFAULT_NAMESPACE) String notificationsNamespace,
        @DefaultValue("") String encryptionKey,
        @DefaultValue("/broadcasting") String path,
        @DefaultValue Queue queue) {

    /**
     * The properties below {@code queue}.
     *
     * @param maxMessages Messages that may wait. Further ones are dropped, and reported.
     * @param maxBytes What may wait.
     * @param maxConcurrent Requests to one server that are under way or wait to be tried again.
     * @param retryFor How long after it was sent a message is tried again.
     * @param drainTimeout How long the end of the application waits for what is still in the queue.
     */
    record Queue(
            @DefaultValue("10000") int maxMessages,
            @DefaultValue("16MB") DataSize maxBytes,
            @DefaultValue("4") int maxConcurrent,

            @DefaultValue("300s") @DurationUnit(ChronoUnit.SECONDS)
            Duration retryFor,

            @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
            Duration drainTimeout) {}

    /** Neither the key nor what connections have. */
    @Override
    public String toString() {
        return "BroadcastingProperties[connections=" + connections.keySet() + "]";
    }
}

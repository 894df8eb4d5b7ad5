package dev.reverb.spring.boot;

import dev.reverb.EncryptionMasterKey;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.MemoryQueue;
import dev.reverb.broadcasting.entity.ModelNames;
import dev.reverb.broadcasting.notification.Notifications;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells the builders of broadcasting what the properties say; they judge their values. */
final class BroadcasterMapper {

    /** The connection that there is where no property names one. */
    static final String ONLY_CONNECTION = "reverb";

    private static final String PREFIX = "reverb.broadcasting";

    private final BroadcastingProperties properties;

    BroadcasterMapper(BroadcastingProperties properties) {
        this.properties = properties;
    }

    /**
     * Applies all that is about the broadcaster.
     *
     * @throws InvalidSettingException where something is refused
     */
    void applyTo(Broadcaster.Builder builder, ConnectionMapper connections) {
        if (properties.connections().isEmpty()) {
            builder.connection(ONLY_CONNECTION, connections.only());
        }
        Map<String, ConnectionProperties> named = new TreeMap<>(properties.connections());
        named.forEach((name, connection) -> builder.connection(name, connections.map(name, connection)));
        if (!properties.connection().isEmpty()) {
            builder.defaultConnection(properties.connection());
        }
        builder.events(properties.eventsPackage(), properties.eventsNamespace());
        encryptionKey().ifPresent(builder::encryptionKey);
    }

    /** The properties of the connection that events use which do not say another; empty where none is named. */
    Optional<ConnectionProperties> defaultConnection() {
        Map<String, ConnectionProperties> named = new TreeMap<>(properties.connections());
        return properties.connection().isEmpty()
                ? named.values().stream().findFirst()
                : Optional.ofNullable(named.get(properties.connection()));
    }

    Optional<EncryptionMasterKey> encryptionKey() {
        if (properties.encryptionKey().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EncryptionMasterKey.ofBase64(properties.encryptionKey()));
        } catch (IllegalArgumentException refused) {
            throw new InvalidSettingException(
                    PREFIX + ".encryption-key is not " + EncryptionMasterKey.LENGTH + " bytes in base64.",
                    "Make one with: openssl rand -base64 " + EncryptionMasterKey.LENGTH);
        }
    }

    MemoryQueue queue() {
        BroadcastingProperties.Queue queue = properties.queue();
        try {
            return MemoryQueue.builder()
                    .maxMessages(queue.maxMessages())
                    .maxBytes(queue.maxBytes().toBytes())
                    .maxConcurrent(queue.maxConcurrent())
                    .retryFor(queue.retryFor())
                    .drainTimeout(queue.drainTimeout())
                    .build();
        } catch (IllegalArgumentException refused) {
            throw InvalidSettingException.of(PREFIX + ".queue", refused);
        }
    }

    ModelNames modelNames() {
        return ModelNames.builder()
                .models(properties.modelsPackage(), properties.modelsNamespace())
                .build();
    }

    Notifications notifications(Broadcaster broadcaster, ModelNames names) {
        return Notifications.builder(broadcaster)
                .notifiables(names)
                .notifications(properties.notificationsPackage(), properties.notificationsNamespace())
                .build();
    }
}

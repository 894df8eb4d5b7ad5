package dev.reverb.spring.boot;

import dev.reverb.application.Application;
import dev.reverb.application.RateLimit;
import dev.reverb.application.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Makes an {@link Application} of its properties; the core's builder judges their values. */
final class ApplicationMapper {

    /** The property above all of this application's, such as {@code reverb.apps[0]}. */
    private final String prefix;

    private final ApplicationProperties properties;

    ApplicationMapper(String prefix, ApplicationProperties properties) {
        this.prefix = prefix;
        this.properties = properties;
    }

    /**
     * Makes the application.
     *
     * @throws InvalidSettingException where credentials are missing or a value is refused
     */
    Application map() {
        checkCredentials();
        RateLimit limit = rateLimit(properties.rateLimiting());
        List<Webhook> hooks = webhooks();
        try {
            return limits(Application.builder(properties.id(), properties.key(), properties.secret()))
                    .enabled(properties.enabled())
                    .allowedOrigins(properties.allowedOrigins())
                    .requireTls(properties.requireTls())
                    .acceptClientEventsFrom(properties.acceptClientEventsFrom())
                    .pingInterval(properties.pingInterval())
                    .activityTimeout(properties.activityTimeout())
                    .pongTimeout(properties.pongTimeout())
                    .cacheTtl(properties.cacheTtl())
                    .rateLimit(limit)
                    .subscriptionCountEvents(properties.subscriptionCountEvents())
                    .userAuthenticationRequired(properties.userAuthenticationRequired())
                    .userAuthenticationTimeout(properties.userAuthenticationTimeout())
                    .webhooks(hooks)
                    .webhookBatchTime(Duration.ofMillis(properties.webhookBatchMs()))
                    .webhookGraceTime(Duration.ofMillis(properties.webhookGraceMs()))
                    .compression(properties.compression())
                    .build();
        } catch (IllegalArgumentException refused) {
            throw InvalidSettingException.of(prefix, refused);
        }
    }

    private Application.Builder limits(Application.Builder builder) {
        return builder.maxConnections(unlimitedIfZero(properties.maxConnections()))
                .maxMessageSize(bytes("max_message_size", properties.maxMessageSize()))
                .maxEventSize(bytes("max_event_size", properties.maxEventSize()))
                .maxChannelsPerConnection(properties.maxChannelsPerConnection())
                .maxPresenceMembers(unlimitedIfZero(properties.maxPresenceMembers()))
                .maxPresenceMemberSize(bytes("max_presence_member_size", properties.maxPresenceMemberSize()))
                .maxOutboundBytes(bytes("max_outbound_bytes", properties.maxOutboundBytes()))
                .maxBackendEventsPerSecond(unlimitedIfZero(properties.maxBackendEventsPerSec()))
                .maxClientEventsPerSecond(unlimitedIfZero(properties.maxClientEventsPerSec()))
                .maxReadRequestsPerSecond(unlimitedIfZero(properties.maxReadReqPerSec()))
                .maxPendingWebhookEvents(properties.maxPendingWebhookEvents())
                .compressionMinSize(bytes("compression_min_size", properties.compressionMinSize()));
    }

    private List<Webhook> webhooks() {
        List<Webhook> hooks = new ArrayList<>();
        for (WebhookProperties hook : properties.webhooks()) {
            hooks.add(new WebhookMapper(prefix + ".webhooks[" + hooks.size() + "]", hook).map());
        }
        return hooks;
    }

    private void checkCredentials() {
        List<String> missing = new ArrayList<>();
        addIfEmpty(missing, "id", properties.id());
        addIfEmpty(missing, "key", properties.key());
        addIfEmpty(missing, "secret", properties.secret());
        if (!missing.isEmpty()) {
            String names = String.join(", ", missing);
            throw new InvalidSettingException(
                    "an application has an id, a key and a secret, and these are not set: " + names + ".",
                    "Set " + names + ".");
        }
    }

    private void addIfEmpty(List<String> missing, String name, String value) {
        if (value.isBlank()) {
            missing.add(prefix + "." + name);
        }
    }

    private @Nullable RateLimit rateLimit(ApplicationProperties.@Nullable RateLimiting limiting) {
        if (limiting == null || !limiting.enabled()) {
            return null;
        }
        try {
            return new RateLimit(
                    limiting.maxAttempts(), Duration.ofSeconds(limiting.decaySeconds()), limiting.terminateOnLimit());
        } catch (IllegalArgumentException refused) {
            throw InvalidSettingException.of(prefix + ".rate-limiting", refused);
        }
    }

    static int unlimitedIfZero(int limit) {
        return limit == 0 ? Application.UNLIMITED : limit;
    }

    static int bytes(String setting, DataSize size) {
        long bytes = size.toBytes();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(setting + " must be less than 2GB, not " + size);
        }
        return (int) bytes;
    }
}

package dev.reverb.server.config;

import static dev.reverb.server.config.ApplicationSettings.*;

import dev.reverb.application.Application;
import dev.reverb.application.RateLimit;
import dev.reverb.application.Webhook;
import dev.reverb.application.WebhookEventType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes applications of what the sources say.
 *
 * <p>What the environment says about an application holds for every application of the file that does not say it itself,
 * except credentials: those only fill in what a file's single application leaves out, so that a secret need not be in the
 * file.
 */
final class ApplicationReader {

    private final Map<Setting<?>, Value> environment;
    private final List<String> warnings;

    ApplicationReader(Map<Setting<?>, Value> environment, List<String> warnings) {
        this.environment = environment;
        this.warnings = warnings;
    }

    /**
     * The application that the environment describes.
     *
     * @return the application, or empty where the environment gives none of its credentials
     * @throws ConfigurationException where it gives only some of them, or a value is wrong
     */
    Optional<Application> ofEnvironment() throws ConfigurationException {
        Values values = new Values(environment);
        List<Setting<String>> given = CREDENTIALS.stream()
                .filter(setting -> values.origin(setting).isPresent())
                .toList();
        if (given.isEmpty()) {
            check(values);
            return Optional.empty();
        }
        for (Setting<String> setting : CREDENTIALS) {
            if (!given.contains(setting)) {
                throw new ConfigurationException(setting.variable().orElseThrow() + ": missing, while "
                        + given.get(0).variable().orElseThrow() + " is set");
            }
        }
        return Optional.of(application(values));
    }

    /** The application that the environment describes, with credentials that it does not have. */
    Application ofEnvironment(String id, String key, String secret) throws ConfigurationException {
        return configured(Application.builder(id, key, secret), new Values(environment));
    }

    /**
     * The applications of a file.
     *
     * @param sections what the file says about each
     * @return at least one application
     * @throws ConfigurationException where a value is wrong, a credential is missing, or two share an id or key
     */
    List<Application> ofFile(List<ConfigurationFile.ApplicationSection> sections) throws ConfigurationException {
        Map<String, String> owners = new HashMap<>();
        List<Application> applications = new ArrayList<>();
        for (ConfigurationFile.ApplicationSection section : sections) {
            Values values = values(section, sections.size() == 1);
            for (Setting<String> setting : CREDENTIALS) {
                if (values.origin(setting).isEmpty()) {
                    throw section.at(setting.name()).wrong("missing");
                }
            }
            Application application = application(values);
            requireUnique(owners, "app_id", application.id(), section);
            requireUnique(owners, "key", application.key(), section);
            applications.add(application);
        }
        return applications;
    }

    private Values values(ConfigurationFile.ApplicationSection section, boolean single) {
        Map<Setting<?>, Value> below = new LinkedHashMap<>(environment);
        Map<Setting<?>, Value> above = new LinkedHashMap<>(section.values());
        if (single) {
            CREDENTIALS.forEach(setting ->
                    above.computeIfPresent(setting, (key, value) -> value.node().isBlank() ? null : value));
        } else {
            CREDENTIALS.forEach(below::remove);
        }
        return new Values(below, above);
    }

    private static void requireUnique(
            Map<String, String> owners, String name, String value, ConfigurationFile.ApplicationSection section)
            throws ConfigurationException {
        String owner = owners.putIfAbsent(name + "=" + value, section.place().path());
        if (owner != null) {
            throw section.at(name).wrong("the same as that of " + owner);
        }
    }

    private Application application(Values values) throws ConfigurationException {
        check(values);
        return configured(Application.builder(values.get(ID), values.get(KEY), values.get(SECRET)), values);
    }

    private void check(Values values) throws ConfigurationException {
        values.check(ALL, warnings);
        warnOfOrigins(values);
        warnOfCountsThatNobodyMakes(values);
    }

    private void warnOfOrigins(Values values) throws ConfigurationException {
        for (String origin : values.get(ALLOWED_ORIGINS)) {
            if (origin.contains("/") || origin.matches(".*:\\d+")) {
                warnings.add(values.origin(ALLOWED_ORIGINS).orElse("") + ": " + Printable.quoted(origin)
                        + " matches nothing, since only hosts are compared; write it without scheme, port and path");
            }
        }
    }

    private void warnOfCountsThatNobodyMakes(Values values) throws ConfigurationException {
        // Who is told everything has not asked for it.
        boolean asked = values.get(WEBHOOKS).stream()
                .map(Webhook::eventTypes)
                .anyMatch(types -> types.contains(WebhookEventType.SUBSCRIPTION_COUNT)
                        && types.size() < WebhookEventType.values().length);
        if (asked && !values.get(SUBSCRIPTION_COUNT_EVENTS)) {
            warnings.add(values.origin(WEBHOOKS).orElse("") + ": " + WebhookEventType.SUBSCRIPTION_COUNT.wireName()
                    + " is never told, since " + SUBSCRIPTION_COUNT_EVENTS.name() + " is false");
        }
    }

    private static Application configured(Application.Builder builder, Values values) throws ConfigurationException {
        return builder.enabled(values.get(ENABLED))
                .allowedOrigins(values.get(ALLOWED_ORIGINS))
                .requireTls(values.get(REQUIRE_TLS))
                .acceptClientEventsFrom(values.get(ACCEPT_CLIENT_EVENTS_FROM))
                .pingInterval(values.get(PING_INTERVAL))
                .activityTimeout(values.get(ACTIVITY_TIMEOUT))
                .pongTimeout(values.get(PONG_TIMEOUT))
                .cacheTtl(values.get(CACHE_TTL))
                .maxConnections(values.get(MAX_CONNECTIONS))
                .maxMessageSize(values.get(MAX_MESSAGE_SIZE))
                .maxEventSize(values.get(MAX_EVENT_SIZE))
                .maxChannelsPerConnection(values.get(MAX_CHANNELS_PER_CONNECTION))
                .maxPresenceMembers(values.get(MAX_PRESENCE_MEMBERS))
                .maxPresenceMemberSize(values.get(MAX_PRESENCE_MEMBER_SIZE))
                .maxOutboundBytes(values.get(MAX_OUTBOUND_BYTES))
                .maxBackendEventsPerSecond(values.get(MAX_BACKEND_EVENTS_PER_SECOND))
                .maxClientEventsPerSecond(values.get(MAX_CLIENT_EVENTS_PER_SECOND))
                .maxReadRequestsPerSecond(values.get(MAX_READ_REQUESTS_PER_SECOND))
                .rateLimit(values.get(RATE_LIMITING_ENABLED) ? rateLimit(values) : null)
                .subscriptionCountEvents(values.get(SUBSCRIPTION_COUNT_EVENTS))
                .userAuthenticationRequired(values.get(USER_AUTHENTICATION_REQUIRED))
                .userAuthenticationTimeout(values.get(USER_AUTHENTICATION_TIMEOUT))
                .webhooks(values.get(WEBHOOKS))
                .webhookBatchTime(values.get(WEBHOOK_BATCH))
                .webhookGraceTime(values.get(WEBHOOK_GRACE))
                .maxPendingWebhookEvents(values.get(MAX_PENDING_WEBHOOK_EVENTS))
                .compression(values.get(COMPRESSION))
                .compressionMinSize(values.get(COMPRESSION_MIN_SIZE))
                .build();
    }

    private static RateLimit rateLimit(Values values) throws ConfigurationException {
        return new RateLimit(
                values.get(RATE_LIMITING_MAX_ATTEMPTS),
                values.get(RATE_LIMITING_DECAY),
                values.get(RATE_LIMITING_TERMINATE));
    }
}

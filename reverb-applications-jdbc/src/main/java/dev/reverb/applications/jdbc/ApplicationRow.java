package dev.reverb.applications.jdbc;

import static dev.reverb.application.Application.UNLIMITED;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.application.RateLimit;
import dev.reverb.application.Webhook;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What each column of the table means. A column is named as the setting, a dot being an underscore; or as soketi names it, and where a table
 * has both, ours counts unless it is empty.
 */
final class ApplicationRow {

    static final String ID = "id";
    static final String KEY = "key";
    static final String SECRET = "secret";

    private final Row row;

    private ApplicationRow(Row row) {
        this.row = row;
    }

    /**
     * Reads an application.
     *
     * @param row the row
     * @return the application
     * @throws BadRowException where a column has what its setting cannot be
     */
    static Application read(Row row) throws SQLException, BadRowException {
        return new ApplicationRow(row).application();
    }

    private Application application() throws SQLException, BadRowException {
        Application.Builder builder = Application.builder(row.required(ID), row.required(KEY), row.required(SECRET));
        access(builder);
        limits(builder);
        rates(builder);
        times(builder);
        webhooks(builder);
        return builder.compression(row.flag("compression").orElse(true))
                .compressionMinSize(row.whole("compression_min_size", 1, Application.DEFAULT_COMPRESSION_MIN_SIZE))
                .subscriptionCountEvents(row.flag("subscription_count_events").orElse(false))
                .build();
    }

    private void access(Application.Builder builder) throws SQLException, BadRowException {
        builder.enabled(row.flag("enabled").orElse(true))
                .allowedOrigins(origins())
                .requireTls(row.flag("require_tls").orElse(false))
                .acceptClientEventsFrom(clientEvents())
                .userAuthenticationRequired(row.flag("user_authentication_required")
                        .orElse(row.flag("enable_user_authentication").orElse(false)));
    }

    private void limits(Application.Builder builder) throws SQLException, BadRowException {
        builder.maxConnections(row.limit("max_connections", Application.DEFAULT_MAX_CONNECTIONS))
                .maxMessageSize(row.whole("max_message_size", 1, Application.DEFAULT_MAX_MESSAGE_SIZE))
                .maxEventSize(row.whole(
                        "max_event_size",
                        1,
                        row.kilobytes("max_event_payload_in_kb", Application.DEFAULT_MAX_EVENT_SIZE)))
                .maxChannelsPerConnection(
                        row.whole("max_channels_per_connection", 1, Application.DEFAULT_MAX_CHANNELS_PER_CONNECTION))
                .maxPresenceMembers(row.limit(
                        "max_presence_members",
                        row.limit("max_presence_members_per_channel", Application.DEFAULT_MAX_PRESENCE_MEMBERS)))
                .maxPresenceMemberSize(row.whole(
                        "max_presence_member_size",
                        1,
                        row.kilobytes("max_presence_member_size_in_kb", Application.DEFAULT_MAX_PRESENCE_MEMBER_SIZE)))
                .maxOutboundBytes(row.whole("max_outbound_bytes", 1, Application.DEFAULT_MAX_OUTBOUND_BYTES));
    }

    private void rates(Application.Builder builder) throws SQLException, BadRowException {
        builder.maxBackendEventsPerSecond(row.limit("max_backend_events_per_sec", UNLIMITED))
                .maxClientEventsPerSecond(row.limit("max_client_events_per_sec", UNLIMITED))
                .maxReadRequestsPerSecond(row.limit("max_read_req_per_sec", UNLIMITED));
        RateLimit limit = new RateLimit(
                row.whole("rate_limiting_max_attempts", 1, RateLimit.DEFAULT_MAX_ATTEMPTS),
                row.seconds("rate_limiting_decay_seconds", RateLimit.DEFAULT_DECAY),
                row.flag("rate_limiting_terminate_on_limit").orElse(false));
        builder.rateLimit(row.flag("rate_limiting_enabled").orElse(false) ? limit : null);
    }

    private void times(Application.Builder builder) throws SQLException, BadRowException {
        builder.pingInterval(row.seconds("ping_interval", Application.DEFAULT_PING_INTERVAL))
                .activityTimeout(row.seconds("activity_timeout", Application.DEFAULT_ACTIVITY_TIMEOUT))
                .pongTimeout(row.seconds("pong_timeout", Application.DEFAULT_PONG_TIMEOUT))
                .cacheTtl(row.seconds("cache_ttl", Application.DEFAULT_CACHE_TTL))
                .userAuthenticationTimeout(
                        row.seconds("user_authentication_timeout", Application.DEFAULT_USER_AUTHENTICATION_TIMEOUT));
    }

    private void webhooks(Application.Builder builder) throws SQLException, BadRowException {
        Optional<String> json = row.text(WebhooksColumn.NAME);
        List<Webhook> hooks = json.isPresent() ? WebhooksColumn.read(json.get()) : List.of();
        builder.webhooks(hooks)
                .webhookBatchTime(row.milliseconds("webhook_batch_ms", Application.DEFAULT_WEBHOOK_BATCH_TIME))
                .webhookGraceTime(row.milliseconds("webhook_grace_ms", Application.DEFAULT_WEBHOOK_GRACE_TIME))
                .maxPendingWebhookEvents(
                        row.whole("max_pending_webhook_events", 1, Application.DEFAULT_MAX_PENDING_WEBHOOK_EVENTS));
    }

    private List<String> origins() throws SQLException, BadRowException {
        Optional<String> text = row.text("allowed_origins");
        if (text.isEmpty()) {
            return List.of("*");
        }
        List<String> hosts =
                Arrays.stream(text.get().split(",", -1)).map(String::strip).toList();
        if (hosts.contains("")) {
            throw new BadRowException("allowed_origins", "must be hosts, separated by commas");
        }
        return hosts;
    }

    /** Ours, which knows three answers; else soketi's, which knows two, and takes nothing for a no. */
    private ClientEventPolicy clientEvents() throws SQLException, BadRowException {
        Optional<String> policy = row.text("accept_client_events_from");
        if (policy.isEmpty()) {
            String theirs = "enable_client_messages";
            return row.flag(theirs).orElse(!row.has(theirs)) ? ClientEventPolicy.MEMBERS : ClientEventPolicy.NONE;
        }
        return switch (policy.get().strip().toLowerCase(Locale.ROOT)) {
            case "all" -> ClientEventPolicy.ALL;
            case "members" -> ClientEventPolicy.MEMBERS;
            case "none" -> ClientEventPolicy.NONE;
            default -> throw new BadRowException("accept_client_events_from", "must be all, members or none");
        };
    }
}

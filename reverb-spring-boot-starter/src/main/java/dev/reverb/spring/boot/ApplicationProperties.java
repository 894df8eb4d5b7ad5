package dev.reverb.spring.boot;

import dev.reverb.application.ClientEventPolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The properties of one application, below {@code reverb.app} or {@code reverb.apps[0]} and so on.
 *
 * @param id What publishers name the application by, in /apps/{id}.
 * @param key What clients name the application by, in /app/{key}. Public.
 * @param secret What signs. Not to be told to clients.
 * @param enabled Whether clients may connect. Where not, they are refused with 4003.
 * @param allowedOrigins Hosts whose pages may connect, * being a wildcard.
 * @param requireTls Whether connections without TLS are refused with 4000.
 * @param acceptClientEventsFrom From whom client events are accepted.
 * @param pingInterval Silence after which the server pings.
 * @param activityTimeout Silence after which a client is told to ping.
 * @param pongTimeout How long the answer to a ping may take.
 * @param cacheTtl How long a cache channel keeps its last event without a new one.
 * @param maxConnections Open connections. 0 is no limit.
 * @param maxMessageSize Size of one message of a client.
 * @param maxEventSize Size of the data of a published event.
 * @param maxChannelsPerConnection Channels of one connection.
 * @param maxPresenceMembers Users on one presence channel. 0 is no limit.
 * @param maxPresenceMemberSize Size of what a presence channel tells of one user.
 * @param maxOutboundBytes Size of what may wait before a frame of one connection.
 * @param maxBackendEventsPerSec Published events a second. 0 is no limit.
 * @param maxClientEventsPerSec Client events a second, of all connections together. 0 is no limit.
 * @param maxReadReqPerSec GET requests a second. 0 is no limit.
 * @param rateLimiting How many messages each connection may send.
 * @param subscriptionCountEvents Whether the subscribers of a channel are told how many they are.
 * @param userAuthenticationRequired Whether connections are closed that neither sign in nor join a private or presence channel in time.
 * @param userAuthenticationTimeout How long connections have to sign in or join, where that is required.
 * @param webhooks Who is told what happens on the channels.
 * @param webhookBatchMs Milliseconds that an event for a webhook waits for others, to be sent with them.
 * @param webhookGraceMs Milliseconds that a channel may be empty, or a member gone, before webhooks are told.
 * @param maxPendingWebhookEvents Events that may wait for one webhook. Past it the oldest are dropped.
 * @param compression Whether broadcasts are compressed, where the server offers it and frames by itself.
 * @param compressionMinSize Size from which on a broadcast is compressed.
 */
record ApplicationProperties(
        @DefaultValue("") String id,
        @DefaultValue("") String key,
        @DefaultValue("") String secret,
        @DefaultValue("true") boolean enabled,
        @DefaultValue("*") List<String> allowedOrigins,
        @DefaultValue("false") boolean requireTls,
        @DefaultValue("members") ClientEventPolicy acceptClientEventsFrom,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration pingInterval,

        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS)
        Duration activityTimeout,

        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS)
        Duration pongTimeout,

        @DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS)
        Duration cacheTtl,

        @DefaultValue("0") int maxConnections,
        @DefaultValue("10000B") DataSize maxMessageSize,
        @DefaultValue("10240B") DataSize maxEventSize,
        @DefaultValue("100") int maxChannelsPerConnection,
        @DefaultValue("0") int maxPresenceMembers,
        @DefaultValue("10240B") DataSize maxPresenceMemberSize,
        @DefaultValue("1MB") DataSize maxOutboundBytes,
        @DefaultValue("0") int maxBackendEventsPerSec,
        @DefaultValue("0") int maxClientEventsPerSec,
        @DefaultValue("0") int maxReadReqPerSec,
        @NestedConfigurationProperty @Nullable RateLimiting rateLimiting,
        @DefaultValue("false") boolean subscriptionCountEvents,
        @DefaultValue("false") boolean userAuthenticationRequired,

        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS)
        Duration userAuthenticationTimeout,

        @DefaultValue List<WebhookProperties> webhooks,
        @DefaultValue("50") int webhookBatchMs,
        @DefaultValue("3000") int webhookGraceMs,
        @DefaultValue("100000") int maxPendingWebhookEvents,
        @DefaultValue("true") boolean compression,
        @DefaultValue("256B") DataSize compressionMinSize) {

    /**
     * The properties below {@code rate-limiting}.
     *
     * @param enabled Whether the messages of each connection are limited.
     * @param maxAttempts Messages in a window. Further ones are dropped with error 4301.
     * @param decaySeconds Length of the window in seconds.
     * @param terminateOnLimit Whether a connection that passes the limit is closed.
     */
    record RateLimiting(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("60") int maxAttempts,
            @DefaultValue("60") int decaySeconds,
            @DefaultValue("false") boolean terminateOnLimit) {}

    /** The id and key; never the secret. */
    @Override
    public String toString() {
        return "ApplicationProperties[id=" + id + ", key=" + key + "]";
    }
}

package dev.reverb.spi.scaling;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened on a channel, all servers together, once its grace time is over.
 *
 * @param type {@code CHANNEL_OCCUPIED}, {@code CHANNEL_VACATED}, {@code MEMBER_ADDED}, {@code MEMBER_REMOVED} or
 *     {@code SUBSCRIPTION_COUNT}; what else can be told happens on one server, which tells it by itself
 * @param channel where
 * @param userId who, for the two of members
 * @param subscriptions how many, for the count
 */
public record ClusterFact(
        WebhookEventType type, ChannelName channel, Optional<String> userId, OptionalInt subscriptions) {}

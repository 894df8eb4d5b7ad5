package dev.reverb.channel;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A channel as it was at one moment.
 *
 * @param occupied whether anybody is subscribed
 * @param userCount the number of distinct users, on presence channels
 * @param subscriptionCount the number of subscriptions, on all other channels
 * @param cache the kept event, on cache channels that have one
 */
public record ChannelInfo(
        boolean occupied, OptionalInt userCount, OptionalInt subscriptionCount, Optional<CachedEvent> cache) {}

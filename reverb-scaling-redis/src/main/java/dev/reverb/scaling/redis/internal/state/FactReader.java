package dev.reverb.scaling.redis.internal.state;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.spi.scaling.ClusterFact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads facts as facts.lua writes them: a letter for the type, the length of the channel's name, a colon, the name, and the rest. */
final class FactReader {

    private static final String TYPES = "ovars";

    private FactReader() {}

    /** Outcome, due in, lost, and of each batch: its sequence and its facts. */
    static FactClaim claim(Bucket bucket, List<?> reply) {
        List<FactBatch> batches = reply.subList(3, reply.size()).stream()
                .map(batch -> batch(bucket, (List<?>) batch))
                .toList();
        return new FactClaim(Outcome.of(reply.get(0)), batches, (Long) reply.get(1), (Long) reply.get(2));
    }

    private static FactBatch batch(Bucket bucket, List<?> batch) {
        return new FactBatch(
                bucket,
                (Long) batch.get(0),
                batch.stream()
                        .skip(1)
                        .map(fact -> fact((byte[]) fact))
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** A fact; empty where it is of a type that a later version has brought. */
    static Optional<ClusterFact> fact(byte[] fact) {
        if (TYPES.indexOf(fact[0]) < 0) {
            return Optional.empty();
        }
        int colon = 1;
        while (fact[colon] != ':') {
            colon++;
        }
        int end = colon + 1 + Integer.parseInt(new String(fact, 1, colon - 1, StandardCharsets.US_ASCII));
        ChannelName channel = ChannelName.of(Wtf8.decode(fact, colon + 1, end));
        String rest = Wtf8.decode(fact, end, fact.length);
        return switch (fact[0]) {
            case 'o' -> ofChannel(WebhookEventType.CHANNEL_OCCUPIED, channel);
            case 'v' -> ofChannel(WebhookEventType.CHANNEL_VACATED, channel);
            case 'a' -> ofUser(WebhookEventType.MEMBER_ADDED, channel, rest);
            case 'r' -> ofUser(WebhookEventType.MEMBER_REMOVED, channel, rest);
            case 's' -> ofCount(channel, Integer.parseInt(rest));
            default -> Optional.empty();
        };
    }

    private static Optional<ClusterFact> ofChannel(WebhookEventType type, ChannelName channel) {
        return Optional.of(new ClusterFact(type, channel, Optional.empty(), OptionalInt.empty()));
    }

    private static Optional<ClusterFact> ofUser(WebhookEventType type, ChannelName channel, String userId) {
        return Optional.of(new ClusterFact(type, channel, Optional.of(userId), OptionalInt.empty()));
    }

    private static Optional<ClusterFact> ofCount(ChannelName channel, int count) {
        return Optional.of(
                new ClusterFact(WebhookEventType.SUBSCRIPTION_COUNT, channel, Optional.empty(), OptionalInt.of(count)));
    }
}

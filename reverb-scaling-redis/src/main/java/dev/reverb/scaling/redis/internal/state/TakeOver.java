package dev.reverb.scaling.redis.internal.state;

import dev.reverb.channel.ChannelName;
import dev.reverb.scaling.redis.internal.state.Subscriptions.Publish;
import io.lettuce.core.KeyValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Clears up after a node that is dead, or leaves: its users and subscriptions are taken out as if it had done so itself, its claims
 * given back.
 *
 * <pre>
 *   Leases.expired → seize: fence it, and decide who clears up → of each bucket: step until done → Leases.forget
 * </pre>
 *
 * <p>Any step may be done twice, also by two nodes at the same time: each user and each subscription is taken out once.
 */
public final class TakeOver {

    /** How many channels a step looks at. */
    public static final int MAX_CHANNELS = 20;

    private final Scripts scripts;
    private final Presence presence;
    private final Subscriptions subscriptions;
    private final RedisTime time;

    TakeOver(Scripts scripts, Presence presence, Subscriptions subscriptions, RedisTime time) {
        this.scripts = scripts;
        this.presence = presence;
        this.subscriptions = subscriptions;
        this.time = time;
    }

    /**
     * What a step has done.
     *
     * @param more whether there may be more of the node in the bucket: another step is due
     * @param factsDueIn as {@link ChangeReply#factsDueIn}; zero, too, where there are facts that the node has not passed on
     */
    public record Step(boolean more, long factsDueIn) {}

    /**
     * Fences a node in a bucket, gives its claims back, and takes a part of what it has there out: at most {@value #MAX_CHANNELS}
     * channels, and of each {@link Presence#MAX_BATCH} users. To be repeated until there is no more.
     *
     * @param rules what the application wants to be told
     * @param countEvents whether it has {@linkplain dev.reverb.application.Application#hasSubscriptionCountEvents subscription count
     *     events}
     */
    public CompletionStage<Step> step(Bucket bucket, NodeId dead, FactRules rules, boolean countEvents) {
        return fence(bucket, dead)
                .thenCompose(factsWait -> scripts.run(
                                bucket.part(dead),
                                commands -> commands.hrandfieldWithvalues(bucket.part(dead), MAX_CHANNELS))
                        .thenCompose(channels -> all(channels.stream()
                                .map(KeyValue::getKey)
                                .map(name -> ChannelName.of(Wtf8.decode(name)))
                                .map(channel -> clear(bucket, channel, dead, rules, Publish.of(channel, countEvents)))
                                .toList()))
                        .thenApply(dues -> new Step(!dues.isEmpty(), factsWait ? 0 : earliest(dues))));
    }

    /** Gives whether facts wait for whoever claims them next. */
    private CompletionStage<Boolean> fence(Bucket bucket, NodeId dead) {
        return scripts.run(new ScriptCall(Script.FENCE_BUCKET, time)
                        .key(bucket.fence(dead))
                        .key(bucket.operation(dead))
                        .key(bucket.claims())
                        .key(bucket.connections())
                        .key(bucket.outbox())
                        .with(dead.value()))
                .thenApply(reply -> (Long) reply.get(1) == 1);
    }

    /** Takes users of a channel out, and its subscriptions; gives when facts are due. */
    private CompletionStage<Long> clear(
            Bucket bucket, ChannelName channel, NodeId dead, FactRules rules, Publish publish) {
        byte[] key = bucket.users(dead, channel);
        return scripts.run(key, commands -> commands.srandmember(key, Presence.MAX_BATCH))
                .thenApply(users -> users.stream().map(Wtf8::decode).toList())
                .thenCompose(users -> users.isEmpty()
                        ? CompletableFuture.completedFuture(-1L)
                        : presence.clear(bucket, channel, dead, users, rules).thenApply(ChangeReply::factsDueIn))
                .thenCombine(
                        subscriptions
                                .clear(bucket, channel, dead, publish, rules)
                                .thenApply(ChangeReply::factsDueIn),
                        (ofUsers, ofSubscriptions) -> earliest(List.of(ofUsers, ofSubscriptions)));
    }

    private static CompletionStage<List<Long>> all(List<CompletionStage<Long>> stages) {
        List<CompletableFuture<Long>> futures =
                stages.stream().map(CompletionStage::toCompletableFuture).toList();
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }

    private static long earliest(List<Long> dues) {
        return dues.stream().filter(due -> due >= 0).min(Long::compare).orElse(-1L);
    }
}

package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.EventPayload;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ScalingBus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Answers for all servers together, by their back-end. */
public final class ClusterQuestions implements Questions {

    private final Function<Application, ScalingBus> buses;

    /**
     * Questions.
     *
     * @param buses the bus, once it knows the application
     */
    public ClusterQuestions(Function<Application, ScalingBus> buses) {
        this.buses = buses;
    }

    @Override
    public CompletionStage<Integer> connections(Application application, ApplicationState state) {
        return buses.apply(application).connections(application.id());
    }

    @Override
    public CompletionStage<Map<String, ChannelInfo>> channels(
            Application application, ApplicationState state, String prefix, Set<ChannelAttribute> wanted) {
        return buses.apply(application).channels(application.id(), prefix).thenCompose(counts -> {
            Map<String, CompletableFuture<ChannelInfo>> occupied = new TreeMap<>();
            counts.forEach((given, count) -> ChannelName.parse(given)
                    .filter(name -> ChannelsRoute.isAskedFor(name, prefix))
                    .ifPresent(name -> occupied.put(given, info(application, name, count, wanted))));
            return CompletableFuture.allOf(occupied.values().toArray(CompletableFuture[]::new))
                    .thenApply(all -> joined(occupied));
        });
    }

    private static Map<String, ChannelInfo> joined(Map<String, CompletableFuture<ChannelInfo>> occupied) {
        Map<String, ChannelInfo> info = new TreeMap<>();
        occupied.forEach((name, answer) -> info.put(name, answer.join()));
        return info;
    }

    /** What a channel keeps has to be asked for by itself. */
    private CompletableFuture<ChannelInfo> info(
            Application application, ChannelName name, int count, Set<ChannelAttribute> wanted) {
        ChannelInfo info = info(name, count, wanted, Optional.empty());
        return name.isCache() && wanted.contains(ChannelAttribute.CACHE)
                ? snapshot(application, name)
                        .thenApply(snapshot -> info(name, count, wanted, Optional.of(snapshot)))
                        .toCompletableFuture()
                : CompletableFuture.completedFuture(info);
    }

    private CompletionStage<ChannelSnapshot> snapshot(Application application, ChannelName name) {
        return buses.apply(application).channel(new ChannelAddress(application.id(), name));
    }

    @Override
    public CompletionStage<ChannelInfo> channel(
            Application application, ApplicationState state, ChannelName channel, Set<ChannelAttribute> wanted) {
        return snapshot(application, channel).thenApply(snapshot -> {
            int count = channel.isPresence() ? snapshot.members().size() : snapshot.subscriptions();
            return info(channel, count, wanted, Optional.of(snapshot));
        });
    }

    private static ChannelInfo info(
            ChannelName name, int count, Set<ChannelAttribute> wanted, Optional<ChannelSnapshot> snapshot) {
        return new ChannelInfo(
                count > 0,
                name.isPresence() && wanted.contains(ChannelAttribute.USER_COUNT)
                        ? OptionalInt.of(count)
                        : OptionalInt.empty(),
                !name.isPresence() && wanted.contains(ChannelAttribute.SUBSCRIPTION_COUNT)
                        ? OptionalInt.of(count)
                        : OptionalInt.empty(),
                wanted.contains(ChannelAttribute.CACHE)
                        ? snapshot.flatMap(ChannelSnapshot::kept).flatMap(EventPayload::cachedEvent)
                        : Optional.empty());
    }

    @Override
    public CompletionStage<List<Member>> members(Application application, ApplicationState state, ChannelName channel) {
        return snapshot(application, channel).thenApply(ChannelSnapshot::members);
    }
}

package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.channels.Channel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers for this server, which is the only one. All but {@link #members} are answered at once. */
public final class LocalQuestions implements Questions {

    @Override
    public CompletionStage<Integer> connections(Application application, ApplicationState state) {
        return CompletableFuture.completedFuture(state.connections());
    }

    @Override
    public CompletionStage<Map<String, ChannelInfo>> channels(
            Application application, ApplicationState state, String prefix, Set<ChannelAttribute> wanted) {
        Map<String, ChannelInfo> occupied = new TreeMap<>();
        for (Channel channel : state.channels().all()) {
            if (channel.isOccupied() && ChannelsRoute.isAskedFor(channel.name(), prefix)) {
                occupied.put(channel.name().toString(), channel.info(wanted));
            }
        }
        return CompletableFuture.completedFuture(occupied);
    }

    @Override
    public CompletionStage<ChannelInfo> channel(
            Application application, ApplicationState state, ChannelName channel, Set<ChannelAttribute> wanted) {
        return CompletableFuture.completedFuture(state.channels().info(channel, wanted));
    }

    @Override
    public CompletionStage<List<Member>> members(Application application, ApplicationState state, ChannelName channel) {
        CompletableFuture<List<Member>> members = new CompletableFuture<>();
        state.channels()
                .executeIfPresent(
                        channel, found -> members.complete(found.members()), () -> members.complete(List.of()));
        return members;
    }
}

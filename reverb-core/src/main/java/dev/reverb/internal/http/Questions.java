package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.internal.channels.ApplicationState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What may be asked of an application's channels, on this server or all of them. Any thread. A stage that fails says that it
 * cannot be answered right now.
 */
public interface Questions {

    /** How many connections are open. */
    CompletionStage<Integer> connections(Application application, ApplicationState state);

    /** The occupied channels whose names begin with {@code prefix}, sorted; those of users only where the prefix is theirs. */
    CompletionStage<Map<String, ChannelInfo>> channels(
            Application application, ApplicationState state, String prefix, Set<ChannelAttribute> wanted);

    /** What is wanted of one channel; one that does not exist is not occupied. */
    CompletionStage<ChannelInfo> channel(
            Application application, ApplicationState state, ChannelName channel, Set<ChannelAttribute> wanted);

    /** The users on a presence channel. */
    CompletionStage<List<Member>> members(Application application, ApplicationState state, ChannelName channel);
}

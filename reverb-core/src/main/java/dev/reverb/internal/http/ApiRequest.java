package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.wire.QueryParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that has been found good as far as all routes have it in common.
 *
 * @param variables what stands in the path where the route has a star, decoded
 * @param query the decoded parameters
 * @param body the body, valid UTF-8
 */
record ApiRequest(
        Application application, ApplicationState state, List<String> variables, QueryParameters query, byte[] body) {

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    /** The channel that the path names. */
    ChannelName channel() {
        return ChannelName.parse(variables.get(0))
                .orElseThrow(() -> new ApiException(422, "Not a channel name: " + variables.get(0)));
    }
}

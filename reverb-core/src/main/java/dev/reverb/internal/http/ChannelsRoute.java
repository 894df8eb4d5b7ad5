package dev.reverb.internal.http;

import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.internal.channels.Channel;
import dev.reverb.internal.channels.ChannelRegistry;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code GET /apps/{id}/channels}: the channels that somebody is subscribed to. */
public final class ChannelsRoute implements ApiRoute {

    ChannelsRoute() {}

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/channels";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        String prefix = request.parameter("filter_by_prefix");
        Set<ChannelAttribute> wanted = Attributes.parse(request.parameter("info"));
        Map<String, ChannelInfo> channels = occupied(request.state().channels(), prefix == null ? "" : prefix, wanted);
        JsonBytes json = Attributes.write(new JsonBytes().raw("{\"channels\":"), channels);
        responder.respond(HttpResponse.json(200, json.raw("}").toByteArray()));
    }

    /** The occupied channels whose names begin with {@code prefix}, sorted; those of users only where the prefix is theirs. */
    public static Map<String, ChannelInfo> occupied(
            ChannelRegistry channels, String prefix, Set<ChannelAttribute> wanted) {
        Map<String, ChannelInfo> occupied = new TreeMap<>();
        for (Channel channel : channels.all()) {
            if (channel.isOccupied() && isAskedFor(channel.name(), prefix)) {
                occupied.put(channel.name().toString(), channel.info(wanted));
            }
        }
        return occupied;
    }

    private static boolean isAskedFor(ChannelName name, String prefix) {
        return name.toString().startsWith(prefix)
                && (name.type() != ChannelType.SERVER_TO_USER || prefix.startsWith("#"));
    }
}

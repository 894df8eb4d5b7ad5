package dev.reverb.internal.http;

import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Map;
import java.util.Set;

/** {@code GET /apps/{id}/channels}: the channels that somebody is subscribed to. */
final class ChannelsRoute extends AskingRoute {

    ChannelsRoute(Questions questions) {
        super(questions);
    }

    @Override
    public String path() {
        return "/channels";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        String prefix = request.parameter("filter_by_prefix");
        Set<ChannelAttribute> wanted = Attributes.parse(request.parameter("info"));
        respond(
                questions().channels(request.application(), request.state(), prefix == null ? "" : prefix, wanted),
                ChannelsRoute::answer,
                responder);
    }

    private static HttpResponse answer(Map<String, ChannelInfo> channels) {
        JsonBytes json = Attributes.write(new JsonBytes().raw("{\"channels\":"), channels);
        return HttpResponse.json(200, json.raw("}").toByteArray());
    }

    /** Whether a list of the names that begin with {@code prefix} has that one. */
    static boolean isAskedFor(ChannelName name, String prefix) {
        return name.toString().startsWith(prefix)
                && (name.type() != ChannelType.SERVER_TO_USER || prefix.startsWith("#"));
    }
}

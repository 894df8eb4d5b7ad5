package dev.reverb.internal.http;

import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.channels.ChannelRegistry;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;

/** {@code GET /apps/{id}/channels/{name}}: one channel. */
final class ChannelRoute implements ApiRoute {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/channels/*";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        ChannelRegistry channels = request.state().channels();
        ChannelInfo channel = channels.info(request.channel(), Attributes.parse(request.parameter("info")));
        JsonBytes json = new JsonBytes().raw("{\"occupied\":").raw(Boolean.toString(channel.occupied()));
        if (channel.occupied() || channel.cache().isPresent()) {
            Attributes.write(json, channel, ",");
        }
        responder.respond(HttpResponse.json(200, json.raw("}").toByteArray()));
    }
}

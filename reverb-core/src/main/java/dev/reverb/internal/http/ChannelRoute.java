package dev.reverb.internal.http;

import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;

/** {@code GET /apps/{id}/channels/{name}}: one channel. */
final class ChannelRoute extends AskingRoute {

    ChannelRoute(Questions questions) {
        super(questions);
    }

    @Override
    public String path() {
        return "/channels/*";
    }

    @Override
    public void handle(ApiRequest request, HttpResponder responder) {
        respond(
                questions()
                        .channel(
                                request.application(),
                                request.state(),
                                request.channel(),
                                Attributes.parse(request.parameter("info"))),
                ChannelRoute::answer,
                responder);
    }

    private static HttpResponse answer(ChannelInfo channel) {
        JsonBytes json = new JsonBytes().raw("{\"occupied\":").raw(Boolean.toString(channel.occupied()));
        if (channel.occupied() || channel.cache().isPresent()) {
            Attributes.write(json, channel, ",");
        }
        return HttpResponse.json(200, json.raw("}").toByteArray());
    }
}

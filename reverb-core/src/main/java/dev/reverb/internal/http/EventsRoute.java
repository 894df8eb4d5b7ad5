package dev.reverb.internal.http;

import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.transport.HttpResponse;
import java.util.List;
import java.util.Map;

/** {@code POST /apps/{id}/events}: one event, to up to 100 channels. */
final class EventsRoute extends PublishRoute {

    private static final HttpResponse PUBLISHED = HttpResponse.json(200, "{}");

    EventsRoute(ApiActions actions) {
        super(actions);
    }

    @Override
    public String path() {
        return "/events";
    }

    @Override
    List<ApiActions.Publish> read(ApiRequest request) throws MalformedJsonException {
        byte[] body = request.body();
        return List.of(EventBody.read(new JsonSlice(body, 0, body.length), request.application(), false));
    }

    @Override
    HttpResponse answer(List<ApiActions.Publish> events, List<Map<String, ChannelInfo>> results) {
        if (events.get(0).wanted().isEmpty()) {
            return PUBLISHED;
        }
        JsonBytes json = Attributes.write(new JsonBytes().raw("{\"channels\":"), results.get(0));
        return HttpResponse.json(200, json.raw("}").toByteArray());
    }
}

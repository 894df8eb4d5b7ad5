package dev.reverb.internal.http;

import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.transport.HttpResponse;
import java.util.List;
import java.util.Map;

/** {@code POST /apps/{id}/events}: one event, to up to 100 channels. */
final class EventsRoute extends PublishRoute {

    EventsRoute(ApiActions actions) {
        super(actions);
    }

    @Override
    public String path() {
        return "/events";
    }

    @Override
    List<OutgoingEvent> read(ApiRequest request) throws MalformedJsonException {
        byte[] body = request.body();
        return List.of(EventBody.read(new JsonSlice(body, 0, body.length), request.application(), false));
    }

    @Override
    HttpResponse answer(List<Map<String, ChannelInfo>> info) {
        if (info.get(0).isEmpty()) {
            return Answers.DONE;
        }
        JsonBytes json = Attributes.write(new JsonBytes().raw("{\"channels\":"), info.get(0));
        return HttpResponse.json(200, json.raw("}").toByteArray());
    }
}

package dev.reverb.internal.http;

import dev.reverb.Publication;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.transport.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /apps/{id}/batch_events}: up to 10 events, each to one channel. */
final class BatchEventsRoute extends PublishRoute {

    BatchEventsRoute(ApiActions actions) {
        super(actions);
    }

    @Override
    public String path() {
        return "/batch_events";
    }

    @Override
    List<OutgoingEvent> read(ApiRequest request) throws MalformedJsonException {
        @Nullable JsonSlice[] found = new JsonSlice[1];
        JsonReader.readObject(request.body(), 0, request.body().length, (name, value) -> {
            if (name.equals("batch")) {
                found[0] = value;
            }
        });
        JsonSlice batch = found[0];
        if (batch == null || batch.bytes()[batch.from()] != '[') {
            throw new ApiException(422, "batch must be a list of events");
        }
        List<JsonSlice> elements = JsonReader.readArray(batch);
        if (elements.isEmpty() || elements.size() > Publication.MAX_BATCH_SIZE) {
            throw new ApiException(422, "batch must have 1 to " + Publication.MAX_BATCH_SIZE + " events");
        }
        List<OutgoingEvent> events = new ArrayList<>(elements.size());
        for (JsonSlice element : elements) {
            if (!element.isObject()) {
                throw new ApiException(422, "each of batch must be an object");
            }
            events.add(EventBody.read(element, request.application(), true));
        }
        return events;
    }

    @Override
    HttpResponse answer(List<Map<String, ChannelInfo>> info) {
        JsonBytes json = new JsonBytes().raw("{\"batch\":[");
        String separator = "";
        for (Map<String, ChannelInfo> ofEvent : info) {
            json.raw(separator).raw("{");
            ofEvent.values().forEach(channel -> Attributes.write(json, channel, ""));
            json.raw("}");
            separator = ",";
        }
        return HttpResponse.json(200, json.raw("]}").toByteArray());
    }
}

package dev.reverb.internal.http;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import dev.reverb.internal.channels.Delivery;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.dispatch.OutgoingEvent;
import dev.reverb.internal.wire.JsonBytes;
import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and validates one event of a request (Pusher HTTP API, "Post event"). Names and data stay slices of the body. In-process
 * publications go through the same checks.
 */
public final class EventBody implements JsonReader.MemberVisitor {

    private @Nullable JsonSlice name;
    private @Nullable JsonSlice data;
    private @Nullable JsonSlice channel;
    private @Nullable JsonSlice channels;
    private @Nullable JsonSlice socketId;
    private @Nullable JsonSlice info;

    private EventBody() {}

    /**
     * Reads one event.
     *
     * @throws MalformedJsonException where the slice is no JSON object
     * @throws ApiException 422 or 413 where a field fails validation
     */
    static OutgoingEvent read(JsonSlice json, Application application, boolean single) throws MalformedJsonException {
        EventBody body = new EventBody();
        JsonReader.readObject(json, body);
        List<ChannelName> names = body.channels(single);
        return new OutgoingEvent(names, body.name(), body.data(application), body.excluded(), body.wanted());
    }

    @Override
    public void member(String member, JsonSlice value) {
        JsonSlice given = value.isNull() ? null : value;
        switch (member) {
            case "name" -> name = given;
            case "data" -> data = given;
            case "channel" -> channel = given;
            case "channels" -> channels = given;
            case "socket_id" -> socketId = given;
            case "info" -> info = given;
            default -> {}
        }
    }

    private JsonSlice name() {
        JsonSlice given = string("name", name);
        int atMost = given.length() - 2;
        if (atMost == 0 || atMost > Publication.MAX_EVENT_NAME_LENGTH) {
            checkName(given.string());
        }
        return given;
    }

    private static void checkName(String text) {
        if (text.isEmpty() || text.length() > Publication.MAX_EVENT_NAME_LENGTH) {
            throw new ApiException(422, "name must have 1 to " + Publication.MAX_EVENT_NAME_LENGTH + " characters");
        }
    }

    private JsonSlice data(Application application) {
        JsonSlice given = string("data", data);
        // Decoded, it is never longer.
        if (given.length() - 2 > application.maxEventSize()) {
            checkData(application, given.decodedLength());
        }
        return given;
    }

    private static void checkData(Application application, int bytes) {
        if (bytes > application.maxEventSize()) {
            throw new ApiException(413, "data is larger than " + application.maxEventSize() + " bytes");
        }
    }

    private List<ChannelName> channels(boolean single) throws MalformedJsonException {
        if (channels == null || single) {
            return List.of(channelName(string("channel", channel).string()));
        }
        if (channels.bytes()[channels.from()] != '[') {
            throw new ApiException(422, "channels must be a list of strings");
        }
        List<JsonSlice> elements = JsonReader.readArray(channels);
        if (elements.size() == 1) {
            return List.of(channelName(eachOfChannels(elements.get(0))));
        }
        List<String> names = new ArrayList<>(elements.size());
        for (JsonSlice element : elements) {
            names.add(eachOfChannels(element));
        }
        return channelNames(names);
    }

    private static String eachOfChannels(JsonSlice element) {
        return string("each of channels", element).string();
    }

    /** The names, each once: one that is given twice also counts once. */
    private static List<ChannelName> channelNames(List<String> names) {
        Set<ChannelName> distinct = new LinkedHashSet<>();
        for (String given : names) {
            distinct.add(channelName(given));
        }
        if (distinct.isEmpty() || distinct.size() > Publication.MAX_CHANNELS) {
            throw new ApiException(422, "channels must name 1 to " + Publication.MAX_CHANNELS);
        }
        return List.copyOf(distinct);
    }

    private static ChannelName channelName(String text) {
        return ChannelName.parse(text)
                .orElseThrow(() -> new ApiException(
                        422,
                        "A channel's name must be 1 to " + ChannelName.MAX_LENGTH + " of A-Za-z0-9_-=@,.; and \""
                                + abbreviated(text) + "\" is not"));
    }

    private static String abbreviated(String text) {
        return text.length() <= ChannelName.MAX_LENGTH ? text : text.substring(0, ChannelName.MAX_LENGTH) + "…";
    }

    private long excluded() {
        return socketId == null
                ? Delivery.NOBODY
                : SocketId.parse(string("socket_id", socketId).string())
                        .map(Connection::key)
                        .orElse(Delivery.NOBODY);
    }

    private Set<ChannelAttribute> wanted() {
        return info == null ? Set.of() : Attributes.parse(string("info", info).string());
    }

    private static JsonSlice string(String field, @Nullable JsonSlice value) {
        if (value == null || !value.isString()) {
            throw new ApiException(422, field + (value == null ? " is missing" : " must be a string"));
        }
        return value;
    }

    /**
     * Checks an event that is published in process.
     *
     * @throws dev.reverb.PublishException where it fails validation
     */
    public static OutgoingEvent of(Publication publication, Application application) {
        try {
            JsonSlice data = json(publication.data());
            checkName(publication.event());
            checkData(application, data.decodedLength());
            return new OutgoingEvent(
                    channelNames(publication.channels()),
                    json(publication.event()),
                    data,
                    publication.excluded().map(Connection::key).orElse(Delivery.NOBODY),
                    publication.attributes());
        } catch (ApiException refused) {
            throw Refusals.of(refused);
        }
    }

    private static JsonSlice json(String text) {
        return new JsonBytes(text.length() + 16).string(text).toSlice();
    }
}

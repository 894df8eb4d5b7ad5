package dev.reverb.internal.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import dev.reverb.internal.channels.Fact;
import dev.reverb.spi.WebhookRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The facts that a webhook's request tells, read as its receiver would. */
final class ToldFacts {

    private static final JsonFactory JSON = new JsonFactory();

    private ToldFacts() {}

    static List<Fact> of(WebhookRequest request) {
        List<Fact> facts = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), new String(request.body(), UTF_8))) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_OBJECT
                        && parser.streamReadContext().getParent().inArray()) {
                    facts.add(fact(members(parser)));
                }
            }
        }
        return facts;
    }

    private static Map<String, String> members(JsonParser parser) {
        Map<String, String> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, parser.getString());
        }
        return members;
    }

    private static Fact fact(Map<String, String> members) {
        ChannelName channel = ChannelName.of(members.get("channel"));
        return switch (WebhookEventType.parse(members.get("name")).orElseThrow()) {
            case CHANNEL_OCCUPIED -> new Fact.Occupied(channel);
            case CHANNEL_VACATED -> new Fact.Vacated(channel);
            case MEMBER_ADDED -> new Fact.MemberAdded(channel, members.get("user_id"));
            case MEMBER_REMOVED -> new Fact.MemberRemoved(channel, members.get("user_id"));
            case CLIENT_EVENT ->
                new Fact.ClientEvent(
                        channel,
                        members.get("event"),
                        members.get("data"),
                        SocketId.parse(members.get("socket_id")).orElseThrow(),
                        members.get("user_id"));
            case CACHE_MISS -> new Fact.CacheMiss(channel);
            case SUBSCRIPTION_COUNT ->
                new Fact.SubscriptionCount(channel, Integer.parseInt(members.get("subscription_count")));
        };
    }
}

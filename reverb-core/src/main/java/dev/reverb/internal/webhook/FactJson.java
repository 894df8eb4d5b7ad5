package dev.reverb.internal.webhook;

import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.wire.JsonBytes;
import org.jspecify.annotations.Nullable;

/** Facts as webhooks are told them (Pusher Channels, "Webhooks"). */
final class FactJson {

    private FactJson() {}

    /** One element of {@code events}. */
    static byte[] encode(Fact fact) {
        JsonBytes json =
                new JsonBytes().raw("{\"name\":\"").raw(fact.type().wireName()).raw("\"");
        field(json, "channel", fact.channel().toString());
        if (fact instanceof Fact.MemberAdded added) {
            field(json, "user_id", added.userId());
        } else if (fact instanceof Fact.MemberRemoved removed) {
            field(json, "user_id", removed.userId());
        } else if (fact instanceof Fact.ClientEvent event) {
            field(json, "event", event.event());
            field(json, "data", event.data());
            field(json, "socket_id", event.socketId().toString());
            field(json, "user_id", event.userId());
        } else if (fact instanceof Fact.SubscriptionCount subscriptions) {
            json.raw(",\"subscription_count\":").number(subscriptions.count());
        }
        return json.raw("}").toByteArray();
    }

    private static void field(JsonBytes json, String name, @Nullable String value) {
        if (value != null) {
            json.raw(",\"").raw(name).raw("\":").string(value);
        }
    }
}

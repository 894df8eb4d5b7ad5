package dev.reverb.internal.http;

import dev.reverb.channel.CachedEvent;
import dev.reverb.channel.ChannelAttribute;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.internal.wire.JsonBytes;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code info} of requests and answers. What is not known, or does not apply to a channel, is left out. */
final class Attributes {

    private Attributes() {}

    static Set<ChannelAttribute> parse(@Nullable String info) {
        Set<ChannelAttribute> wanted = EnumSet.noneOf(ChannelAttribute.class);
        if (info != null) {
            for (String name : info.split(",")) {
                ChannelAttribute.named(name.trim()).ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    /** Writes {@code {"channel":{…},…}}. */
    static JsonBytes write(JsonBytes json, Map<String, ChannelInfo> channels) {
        json.raw("{");
        String separator = "";
        for (Map.Entry<String, ChannelInfo> channel : channels.entrySet()) {
            json.raw(separator).string(channel.getKey()).raw(":{");
            write(json, channel.getValue(), "").raw("}");
            separator = ",";
        }
        return json.raw("}");
    }

    /** Writes a channel's members of an object, the first behind {@code separator}. */
    static JsonBytes write(JsonBytes json, ChannelInfo channel, String separator) {
        String next = separator;
        if (channel.userCount().isPresent()) {
            json.raw(next).raw("\"user_count\":").number(channel.userCount().getAsInt());
            next = ",";
        }
        if (channel.subscriptionCount().isPresent()) {
            json.raw(next)
                    .raw("\"subscription_count\":")
                    .number(channel.subscriptionCount().getAsInt());
            next = ",";
        }
        if (channel.cache().isPresent()) {
            CachedEvent event = channel.cache().get();
            json.raw(next).raw("\"cache\":{\"event\":").string(event.event());
            json.raw(",\"data\":").string(event.data());
            json.raw(",\"ttl\":").number(event.ttl()).raw("}");
        }
        return json;
    }
}

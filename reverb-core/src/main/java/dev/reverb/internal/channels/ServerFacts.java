package dev.reverb.internal.channels;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;

/**
 * What a server of a cluster tells of by itself: client events and cache misses, which happen on one server only. The rest happens on
 * all servers together, and is told by the {@linkplain dev.reverb.spi.scaling.ScalingListener#onFacts bus}.
 *
 * @param sink takes it
 */
public record ServerFacts(FactSink sink) implements FactSink {

    @Override
    public boolean wants(WebhookEventType type, ChannelName channel) {
        return (type == WebhookEventType.CLIENT_EVENT || type == WebhookEventType.CACHE_MISS)
                && sink.wants(type, channel);
    }

    @Override
    public void accept(Fact fact) {
        sink.accept(fact);
    }
}

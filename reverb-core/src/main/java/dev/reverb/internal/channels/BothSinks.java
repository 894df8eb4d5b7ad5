package dev.reverb.internal.channels;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;

/** Tells each of two what it wants. */
record BothSinks(FactSink one, FactSink other) implements FactSink {

    @Override
    public boolean wants(WebhookEventType type, ChannelName channel) {
        return one.wants(type, channel) || other.wants(type, channel);
    }

    @Override
    public void accept(Fact fact) {
        FactSink.tell(one, fact);
        FactSink.tell(other, fact);
    }
}

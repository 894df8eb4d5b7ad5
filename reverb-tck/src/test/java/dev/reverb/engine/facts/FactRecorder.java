package dev.reverb.engine.facts;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.Fact;
import dev.reverb.internal.channels.FactSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Writes down what channels tell. For lanes that one thread runs. */
final class FactRecorder implements FactSink {

    private final BiPredicate<WebhookEventType, ChannelName> wanted;
    private final List<Fact> told = new ArrayList<>();

    /** Wants everything. */
    FactRecorder() {
        this((type, channel) -> true);
    }

    FactRecorder(BiPredicate<WebhookEventType, ChannelName> wanted) {
        this.wanted = wanted;
    }

    @Override
    public boolean wants(WebhookEventType type, ChannelName channel) {
        return wanted.test(type, channel);
    }

    @Override
    public void accept(Fact fact) {
        told.add(fact);
    }

    /** What has been told since this was last asked. */
    List<Fact> take() {
        List<Fact> taken = List.copyOf(told);
        told.clear();
        return taken;
    }
}

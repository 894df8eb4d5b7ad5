package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelInfo;
import dev.reverb.channel.ChannelName;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.dispatch.OutgoingEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the publishers of events want to know of their channels. */
public final class PublishedInfo {

    private PublishedInfo() {}

    /**
     * Asks.
     *
     * @return by channel, event by event; empty for one whose publisher wants to know nothing
     */
    public static CompletableFuture<List<Map<String, ChannelInfo>>> of(
            Questions questions, Application application, ApplicationState state, List<OutgoingEvent> events) {
        List<Map<String, CompletableFuture<ChannelInfo>>> asked = new ArrayList<>();
        List<CompletableFuture<ChannelInfo>> all = new ArrayList<>();
        for (OutgoingEvent event : events) {
            Map<String, CompletableFuture<ChannelInfo>> ofEvent = new LinkedHashMap<>();
            if (!event.wanted().isEmpty()) {
                for (ChannelName channel : event.channels()) {
                    ofEvent.put(
                            channel.toString(),
                            questions
                                    .channel(application, state, channel, event.wanted())
                                    .toCompletableFuture());
                }
            }
            asked.add(ofEvent);
            all.addAll(ofEvent.values());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(PublishedInfo::joined).toList());
    }

    private static Map<String, ChannelInfo> joined(Map<String, CompletableFuture<ChannelInfo>> asked) {
        Map<String, ChannelInfo> info = new LinkedHashMap<>();
        asked.forEach((channel, answer) -> info.put(channel, answer.join()));
        return info;
    }
}

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
import java.util.function.Consumer;

/** What the publishers of events want to know of their channels. */
public final class PublishedInfo {

    private PublishedInfo() {}

    /**
     * Asks, and tells what is known: at once where nothing is wanted. What has been published stays so: what cannot be known then
     * is left out.
     *
     * @param told is told once, event by event, by channel; nothing of an event whose publisher wants to know nothing
     */
    public static void tell(
            Questions questions,
            Application application,
            ApplicationState state,
            List<OutgoingEvent> events,
            Consumer<List<Map<String, ChannelInfo>>> told) {
        if (OutgoingEvent.isAnythingWanted(events)) {
            ask(questions, application, state, events)
                    .exceptionally(failed -> OutgoingEvent.nothing(events))
                    .thenAccept(told);
        } else {
            told.accept(OutgoingEvent.nothing(events));
        }
    }

    private static CompletableFuture<List<Map<String, ChannelInfo>>> ask(
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

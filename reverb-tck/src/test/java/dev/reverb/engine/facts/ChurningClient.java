package dev.reverb.engine.facts;

import dev.reverb.internal.FactServer;
import dev.reverb.tck.ReceivedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client of a churn, and what it has seen that facts must agree with. */
final class ChurningClient {

    private final FactClient client;
    private final String user;
    private final Map<String, List<String>> heard = new HashMap<>();
    private int whispers;
    private int refusals;
    private int misses;

    ChurningClient(FactServer server, int lane, String user) {
        this.client = new FactClient(server, lane);
        this.user = user;
    }

    String socketId() {
        return client.socketId().toString();
    }

    void subscribe(String channel) {
        if (channel.startsWith("presence-")) {
            client.subscribe(channel, user);
        } else {
            client.subscribe(channel);
        }
    }

    void unsubscribe(String channel) {
        client.unsubscribe(channel);
    }

    void whisper(String channel, String text) {
        whispers++;
        client.whisper(channel, '"' + text + '"');
    }

    void vanish() {
        client.vanish();
    }

    void close() {
        client.socket().close(1000, "");
    }

    void read() {
        for (ReceivedEvent event : client.read()) {
            switch (event.event()) {
                case "client-said" ->
                    heard.computeIfAbsent(event.channel().orElseThrow(), unknown -> new ArrayList<>())
                            .add(event.data());
                case "pusher:error" -> refusals++;
                case "pusher:cache_miss" -> misses++;
                default -> {}
            }
        }
    }

    /** The client events that it was told on a channel, in order. */
    List<String> heard(String channel) {
        return heard.getOrDefault(channel, List.of());
    }

    int misses() {
        return misses;
    }

    /** How many of its client events were accepted, once everything has come to rest. */
    int accepted() {
        return whispers - refusals;
    }

    int whispers() {
        return whispers;
    }
}

package dev.reverb.engine.facts;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.internal.FactServer;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A client of a churn, with all that it has said and heard, and where it should be by that. */
final class ListenedClient {

    private final Application application;
    private final FactClient client;
    private final String socketId;
    private final String user;
    private final Set<String> channels = new TreeSet<>();
    private final List<String> said = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    ListenedClient(FactServer server, int lane, String user) {
        this.application = server.application();
        this.user = user;
        this.client = new FactClient(server, lane);
        this.socketId = client.socketId().toString();
        heard.add(client.greeting());
    }

    String socketId() {
        return socketId;
    }

    private void say(String message) {
        said.add(message);
        client.send(message);
    }

    void subscribe(String channel) {
        String data = channel.startsWith("presence-")
                ? PusherMessage.channelData(new Member(user, Optional.of("{\"tab\":\"" + socketId + "\"}")))
                : null;
        say(PusherMessage.subscribe(application, socketId, channel, data));
        channels.add(channel);
    }

    void unsubscribe(String channel) {
        say(PusherMessage.unsubscribe(channel));
        channels.remove(channel);
    }

    void whisper(String channel, String text) {
        say(PusherMessage.whisper(channel, "client-said", '"' + text + '"'));
    }

    void vanish() {
        client.vanish();
    }

    void close() {
        client.socket().close(1000, "");
    }

    void read() {
        client.socket().unread().stream()
                .filter(ServerFrame::isText)
                .map(ServerFrame::text)
                .forEach(heard::add);
        client.socket().skip();
    }

    /** Where it is, once everything has come to rest. */
    Set<String> channels() {
        return channels;
    }

    /** What it has said since the last time. */
    List<String> takeSaid() {
        return take(said);
    }

    /** What it was told since the last time, its greeting included. */
    List<String> takeHeard() {
        return take(heard);
    }

    private static List<String> take(List<String> from) {
        List<String> taken = List.copyOf(from);
        from.clear();
        return taken;
    }
}

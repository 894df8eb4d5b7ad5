package dev.reverb.engine.cluster;

import dev.reverb.application.Application;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A client that replays what it is told, and fails where that does not fit together. */
final class ClusterClient {

    private static final Pattern QUOTED = Pattern.compile("\"(user\\d+)\"");

    /** One channel, since the last answer to a subscription. */
    static final class View {
        boolean wanted;
        int asked;
        int answered;
        final Set<String> members = new LinkedHashSet<>();
        final List<String> events = new ArrayList<>();
        final Set<String> own = new LinkedHashSet<>();
    }

    private final Application application;
    private final String user;
    private final InMemoryClient socket;
    private final Map<String, View> views = new LinkedHashMap<>();
    private final Set<String> online = new TreeSet<>();
    private final Set<String> watchlist = new TreeSet<>();
    private boolean signedIn;
    private String socketId = "";

    ClusterClient(Application application, String user, InMemoryClient socket) {
        this.application = application;
        this.user = user;
        this.socket = socket;
    }

    InMemoryClient socket() {
        return socket;
    }

    String user() {
        return user;
    }

    boolean isConnected() {
        return !socketId.isEmpty();
    }

    Map<String, View> views() {
        return views;
    }

    boolean isSignedIn() {
        return signedIn;
    }

    Set<String> watchlist() {
        return watchlist;
    }

    Set<String> online() {
        return online;
    }

    View view(String channel) {
        return views.computeIfAbsent(channel, unknown -> new View());
    }

    void signIn(Set<String> watched) {
        signedIn = true;
        watchlist.addAll(watched);
        String users = watched.isEmpty() ? "" : "\"" + String.join("\",\"", watched) + "\"";
        socket.text(
                PusherMessage.signIn(application, socketId, "{\"id\":\"" + user + "\",\"watchlist\":[" + users + "]}"));
    }

    void toggle(String channel) {
        View view = view(channel);
        view.wanted = !view.wanted;
        if (view.wanted) {
            view.asked++;
            String data = channel.startsWith("presence-") ? "{\"user_id\":\"" + user + "\"}" : null;
            socket.text(PusherMessage.subscribe(application, socketId, channel, data));
        } else {
            socket.text(PusherMessage.unsubscribe(channel));
        }
    }

    void whisper(String channel, String text) {
        view(channel).own.add(text);
        socket.text("{\"event\":\"client-said\",\"channel\":\"" + channel + "\",\"data\":\"" + text + "\"}");
    }

    void read() {
        for (ServerFrame frame : socket.unread()) {
            if (frame.isText()) {
                file(ReceivedEvent.parse(frame.text()));
            }
        }
        socket.skip();
    }

    private void file(ReceivedEvent event) {
        switch (event.event()) {
            case "pusher:connection_established" ->
                socketId = event.field("socket_id").orElseThrow();
            case "pusher:signin_success", "pusher:cache_miss", "pusher_internal:subscription_count" -> {}
            case "pusher_internal:watchlist_events" -> watched(event.data());
            case "pusher_internal:subscription_succeeded" -> succeeded(channelOf(event), event.data());
            case "pusher_internal:member_added" ->
                users(event.data()).forEach(id -> check(channelOf(event).members.add(id), event));
            case "pusher_internal:member_removed" ->
                users(event.data()).forEach(id -> check(channelOf(event).members.remove(id), event));
            case "said", "client-said" -> channelOf(event).events.add(event.data());
            default -> throw new AssertionError(this + " was told " + event);
        }
    }

    private View channelOf(ReceivedEvent event) {
        return view(event.channel().orElseThrow());
    }

    private void succeeded(View view, String data) {
        view.answered++;
        view.events.clear();
        view.members.clear();
        view.members.addAll(users(data));
    }

    private void watched(String data) {
        boolean comes = data.contains("\"online\"");
        for (String id : users(data)) {
            if (comes ? !online.add(id) : !online.remove(id)) {
                throw new AssertionError(this + " was told twice: " + data);
            }
        }
    }

    private static Set<String> users(String data) {
        return new LinkedHashSet<>(QUOTED.matcher(data)
                .results()
                .map(MatchResult::group)
                .map(s -> s.replace("\"", ""))
                .toList());
    }

    private void check(boolean fits, ReceivedEvent event) {
        if (!fits) {
            throw new AssertionError(this + " was told " + event + ", which does not fit what it was told before");
        }
    }

    @Override
    public String toString() {
        return "Client " + socketId + " of " + user;
    }
}

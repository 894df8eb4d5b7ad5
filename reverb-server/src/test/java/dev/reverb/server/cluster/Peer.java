package dev.reverb.server.cluster;

import dev.reverb.application.Application;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A client of the Pusher protocol that keeps its own list of who is where, from what it is told and nothing else, and says what does not
 * fit. It does not reconnect by itself. On the loop's thread.
 */
final class Peer implements Wire.Owner {

    /** One user of a presence snapshot, or the one of a {@code member_added}. */
    private static final Pattern IN_SNAPSHOT = Pattern.compile("\"(u\\d+|watcher\\d+)\":\\{\"from\":\"([^\"]+)\"}");

    private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]+)\"");
    private static final Pattern INFO = Pattern.compile("\"from\":\"([^\"]+)\"");
    private static final Pattern WATCHED = Pattern.compile("\"(u\\d+)\"");

    /** Who is told of what happens to a client. */
    interface Observer {

        /** It is connected and may say something. */
        void established(Peer peer);

        /** Its connection is over, though it did not want that. */
        void closed(Peer peer, int code);

        /** Something came that does not fit what came before. */
        void misfit(String what);

        /** A subscription has begun. */
        void began(View.Period period);
    }

    private final Application application;
    private final ClientLoop loop;
    private final Observer observer;
    private final String name;
    private final String user;
    private final Map<String, View> views = new LinkedHashMap<>();
    private final Set<String> watchlist = new TreeSet<>();
    private final Set<String> online = new TreeSet<>();
    private Wire wire;
    private int node = -1;
    private String socketId = "";
    private int lastClose;
    private boolean signingIn;
    private boolean signedIn;

    Peer(Application application, ClientLoop loop, Observer observer, String name, String user) {
        this.application = application;
        this.loop = loop;
        this.observer = observer;
        this.name = name;
        this.user = user;
    }

    String user() {
        return user;
    }

    /** The number of the node that it is connected to, or was last. */
    int node() {
        return node;
    }

    String socketId() {
        return socketId;
    }

    boolean hasWire() {
        return wire != null;
    }

    /** How its last connection ended; 0 where the server had not greeted it. */
    int lastClose() {
        return lastClose;
    }

    /** Whether the server has greeted it and it is there since. */
    boolean isUp() {
        return wire != null && !socketId.isEmpty();
    }

    boolean isSignedIn() {
        return isUp() && signedIn;
    }

    /** Whether it waits for no answer. */
    boolean isSettled() {
        return wire == null
                || isUp() && signingIn == signedIn && views.values().stream().noneMatch(view -> view.asked);
    }

    Collection<View> views() {
        return views.values();
    }

    View view(String channel) {
        return views.computeIfAbsent(channel, View::new);
    }

    Set<String> watchlist() {
        return watchlist;
    }

    Set<String> online() {
        return online;
    }

    // ---- what it does ----

    void connect(int toNode, int port) {
        node = toNode;
        wire = Wire.open(loop, port, "/app/" + application.key() + "?protocol=7&client=test", this);
    }

    /** Goes, in one of the ways in which a {@link Wire} may end; what it wants to be on, it keeps wanting. */
    Wire go(Consumer<Wire> how) {
        Wire gone = wire;
        over();
        how.accept(gone);
        return gone;
    }

    private void over() {
        wire = null;
        socketId = "";
        signedIn = false;
        online.clear();
        views.values().forEach(View::end);
    }

    void subscribe(String channel) {
        View view = view(channel);
        view.wanted = true;
        view.asked = true;
        String data =
                view.isPresence() ? "{\"user_id\":\"" + user + "\",\"user_info\":{\"from\":\"" + name + "\"}}" : null;
        wire.send(PusherMessage.subscribe(application, socketId, channel, data));
    }

    void unsubscribe(String channel) {
        View view = view(channel);
        view.wanted = false;
        view.end();
        wire.send(PusherMessage.unsubscribe(channel));
    }

    void signIn(Set<String> watched) {
        signingIn = true;
        watchlist.addAll(watched);
        signIn();
    }

    private void signIn() {
        String users = watchlist.isEmpty() ? "" : "\"" + String.join("\",\"", watchlist) + "\"";
        wire.send(
                PusherMessage.signIn(application, socketId, "{\"id\":\"" + user + "\",\"watchlist\":[" + users + "]}"));
    }

    boolean wantsToBeSignedIn() {
        return signingIn;
    }

    void whisper(String channel, long number) {
        wire.send(PusherMessage.whisper(channel, "client-said", Long.toString(number)));
    }

    // ---- what it is told ----

    @Override
    public void closed(int code) {
        lastClose = isUp() ? code : 0;
        over();
        observer.closed(this, code);
    }

    @Override
    public void received(String message) {
        ReceivedEvent event = ReceivedEvent.parse(message);
        event.channel().ifPresent(channel -> view(channel).remember(message));
        switch (event.event()) {
            case "pusher:connection_established" -> established(event);
            case "pusher:ping" -> wire.send("{\"event\":\"pusher:pong\"}");
            case "pusher:signin_success" -> signedIn();
            case "pusher:error" -> refused(message);
            case "pusher:cache_miss", "pusher:pong" -> {}
            case "pusher_internal:watchlist_events" -> watched(message, event.data());
            case "pusher_internal:subscription_succeeded" -> succeeded(message, event);
            default -> inChannel(message, event);
        }
    }

    private void established(ReceivedEvent event) {
        socketId = event.field("socket_id").orElseThrow();
        if (signingIn) {
            signIn();
        }
        List<View> wanted = views.values().stream().filter(view -> view.wanted).toList();
        wanted.forEach(view -> subscribe(view.channel));
        observer.established(this);
    }

    private void signedIn() {
        signedIn = true;
        View own = view("#server-to-user-" + user);
        own.begin(name, socketId);
        observer.began(own.period);
    }

    private void refused(String message) {
        // What a server says that is going, that has lost this client, or that was asked to shut its user out.
        if (!message.contains("\"code\":4200")
                && !message.contains("\"code\":4201")
                && !message.contains("\"code\":4009")) {
            misfit("was told " + message);
        }
    }

    private void watched(String message, String data) {
        for (String part : data.split("\\{\"name\":")) {
            Set<String> users = quoted(part);
            if (part.startsWith("\"online\"") && !added(online, users)
                    || part.startsWith("\"offline\"") && !removed(online, users)) {
                misfit("with " + online + " online was told " + message);
            }
        }
    }

    private static boolean added(Set<String> to, Set<String> users) {
        return users.stream().filter(to::add).count() == users.size();
    }

    private static boolean removed(Set<String> from, Set<String> users) {
        return users.stream().filter(from::remove).count() == users.size();
    }

    private static Set<String> quoted(String data) {
        return new TreeSet<>(
                WATCHED.matcher(data).results().map(match -> match.group(1)).toList());
    }

    private void succeeded(String message, ReceivedEvent event) {
        View view = view(event.channel().orElseThrow());
        if (!view.wanted) {
            return; // it has changed its mind meanwhile
        }
        if (!view.asked) {
            misfit("was answered what it had not asked: " + message);
        }
        view.begin(name, socketId);
        for (MatchResult each : IN_SNAPSHOT.matcher(event.data()).results().toList()) {
            view.members.put(each.group(1), each.group(2));
        }
        if (view.isPresence() && !view.members.containsKey(user)) {
            misfit("is not in its own snapshot: " + message);
        }
        observer.began(view.period);
    }

    private void inChannel(String message, ReceivedEvent event) {
        View view = view(event.channel().orElseThrow());
        if (!view.isOn()) {
            return; // it has left, and the server did not know yet; or waits for its answer, and that was before
        }
        switch (event.event()) {
            case "pusher_internal:member_added" -> added(view, message, event.data());
            case "pusher_internal:member_removed" -> removed(view, message, event.data());
            case "pusher_internal:subscription_count" ->
                view.count = Integer.parseInt(event.field("subscription_count").orElseThrow());
            case "said", "client-said" -> view.period.events.add(Long.parseLong(event.data()));
            default -> misfit("was told " + message);
        }
    }

    private void added(View view, String message, String data) {
        view.period.changes.add("+" + first(USER, data));
        if (view.members.put(first(USER, data), first(INFO, data)) != null) {
            misfit("knows the one who is added: " + message + "\n      " + view.lastLines());
        }
    }

    private void removed(View view, String message, String data) {
        view.period.changes.add("-" + first(USER, data));
        if (view.members.remove(first(USER, data)) == null) {
            misfit("does not know the one who is removed: " + message + "\n      " + view.lastLines());
        }
    }

    private static String first(Pattern pattern, String data) {
        return pattern.matcher(data)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElse("");
    }

    private void misfit(String what) {
        observer.misfit(this + " " + what);
    }

    /** The channels that it is on, or wants to be. */
    List<String> wanted() {
        List<String> wanted = new ArrayList<>();
        views.values().stream().filter(view -> view.wanted).forEach(view -> wanted.add(view.channel));
        return wanted;
    }

    @Override
    public String toString() {
        return name + " (" + user + ", " + (isUp() ? socketId : "down") + ", node " + node + ")";
    }
}

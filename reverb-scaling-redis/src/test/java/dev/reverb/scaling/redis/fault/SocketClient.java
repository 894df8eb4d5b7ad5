package dev.reverb.scaling.redis.fault;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.scaling.redis.Await;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Pusher protocol over a real WebSocket. It writes down what it is told, and keeps the members of each presence channel
 * by that alone: who is added that was there, or removed that was not, is a {@link #misfits misfit}.
 */
final class SocketClient implements WebSocket.Listener, AutoCloseable {

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    private final Application application;
    private final CompletableFuture<String> socketId = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final Map<String, List<String>> log = new HashMap<>();
    private final Map<String, Set<String>> members = new HashMap<>();
    private final Set<String> subscribed = new HashSet<>();
    private final List<String> misfits = new ArrayList<>();
    private WebSocket socket;

    private SocketClient(Application application) {
        this.application = application;
    }

    /** Connects, and waits for the greeting. */
    static SocketClient connect(Application application, int port) {
        SocketClient client = new SocketClient(application);
        URI uri = URI.create("ws://127.0.0.1:" + port + "/app/" + application.key() + "?protocol=7&client=fault");
        client.socket = Await.done(Node.HTTP.newWebSocketBuilder().buildAsync(uri, client));
        Await.done(client.socketId);
        return client;
    }

    /** Subscribes, and waits until that has succeeded. */
    SocketClient subscribe(String channel) {
        return subscribe(channel, null);
    }

    /** Joins a presence channel, and waits until that has succeeded. */
    SocketClient join(String channel, String userId) {
        return subscribe(channel, PusherMessage.channelData(new Member(userId, Optional.empty())));
    }

    private SocketClient subscribe(String channel, @Nullable String channelData) {
        send(PusherMessage.subscribe(application, socketId.join(), channel, channelData));
        Await.until("subscribed to " + channel, () -> isSubscribed(channel));
        return this;
    }

    /** Leaves a channel. */
    void leave(String channel) {
        send(PusherMessage.unsubscribe(channel));
    }

    /** Signs in, and waits until that has succeeded. */
    SocketClient signIn(String userData) {
        send(PusherMessage.signIn(application, socketId.join(), userData));
        Await.until("signed in", () -> log("").contains("signed in"));
        return this;
    }

    private void send(String message) {
        Await.done(socket.sendText(message, true));
    }

    private synchronized boolean isSubscribed(String channel) {
        return subscribed.contains(channel);
    }

    /** What was told of a channel: {@code +ada}, {@code -ada}, {@code miss}, and the data of events; {@code ""} for what has no channel. */
    synchronized List<String> log(String channel) {
        return List.copyOf(log.getOrDefault(channel, List.of()));
    }

    /** The members of a presence channel, the longest there first. */
    synchronized List<String> members(String channel) {
        return List.copyOf(members.getOrDefault(channel, Set.of()));
    }

    /** What did not fit what was told before. */
    synchronized List<String> misfits() {
        return List.copyOf(misfits);
    }

    /** Whether the connection has ended, in whatever way. */
    boolean isDisconnected() {
        return ended.isDone();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received(ReceivedEvent.parse(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private synchronized void received(ReceivedEvent message) {
        String channel = message.channel().orElse("");
        switch (message.event()) {
            case "pusher:connection_established" ->
                socketId.complete(message.field("socket_id").orElseThrow());
            case "pusher_internal:subscription_succeeded" -> {
                members.put(channel, new LinkedHashSet<>(ids(message)));
                subscribed.add(channel);
            }
            case "pusher_internal:member_added" -> added(channel, user(message));
            case "pusher_internal:member_removed" -> removed(channel, user(message));
            case "pusher:cache_miss" -> write(channel, "miss");
            case "pusher:signin_success" -> write(channel, "signed in");
            case "pusher_internal:watchlist_events" -> write(channel, message.data());
            case "pusher:error" -> write(channel, "error " + message.data());
            default -> write(channel, message.data());
        }
    }

    private static List<String> ids(ReceivedEvent succeeded) {
        return succeeded
                .field("presence")
                .flatMap(presence -> new ReceivedEvent("", Optional.empty(), presence, Optional.empty()).field("ids"))
                .map(ids -> TEXT.matcher(ids).results().map(id -> id.group(1)).toList())
                .orElse(List.of());
    }

    private static String user(ReceivedEvent change) {
        return change.field("user_id").orElseThrow();
    }

    private void added(String channel, String user) {
        write(channel, "+" + user);
        if (!members.getOrDefault(channel, new HashSet<>()).add(user)) {
            misfits.add(channel + ": added who was there: " + user);
        }
    }

    private void removed(String channel, String user) {
        write(channel, "-" + user);
        if (!members.getOrDefault(channel, new HashSet<>()).remove(user)) {
            misfits.add(channel + ": removed who was not there: " + user);
        }
    }

    private void write(String channel, String line) {
        log.computeIfAbsent(channel, ignored -> new ArrayList<>()).add(line);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        ended.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.complete(null);
    }

    /** Is gone without a word. */
    @Override
    public void close() {
        socket.abort();
    }
}

package dev.reverb.tck.application;

import dev.reverb.application.Application;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.transport.Await;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client over a real socket, and what it has been told. Safe for any thread. */
final class KitClient implements WebSocket.Listener {

    private static final int OPEN = -1;
    private static final int BROKEN = 1006;
    private static final String WHISPER = "client-kit";

    private final Application application;
    private final StringBuilder partial = new StringBuilder();
    private final Set<String> subscribed = new HashSet<>();
    private final List<Integer> errors = new ArrayList<>();
    private @Nullable WebSocket socket;
    private String socketId = "";
    private int events;
    private String disorder = "";
    private int whispers;
    private int closeCode = OPEN;

    KitClient(Application application) {
        this.application = application;
    }

    /** Waits until the server has let it in, or not. */
    KitClient greeted() {
        Await.until("the server's greeting", () -> isClosed() || isGreeted());
        return this;
    }

    private synchronized boolean isGreeted() {
        return !socketId.isEmpty();
    }

    synchronized KitClient subscribe(String channel) {
        return send(PusherMessage.subscribe(application, socketId, channel, null));
    }

    void whisper(String channel) {
        send(PusherMessage.whisper(channel, WHISPER, "{}"));
    }

    private synchronized KitClient send(String message) {
        if (socket != null) {
            socket.sendText(message, true);
        }
        return this;
    }

    /** Goes without waiting for an answer. */
    synchronized void leave() {
        if (socket != null) {
            socket.abort();
        }
    }

    synchronized boolean isSubscribedTo(String channel) {
        return subscribed.contains(channel);
    }

    /** The codes of the errors that it was told. */
    synchronized List<Integer> errors() {
        return List.copyOf(errors);
    }

    /** How many client events it was told. */
    synchronized int whispers() {
        return whispers;
    }

    synchronized boolean isClosed() {
        return closeCode != OPEN;
    }

    synchronized int closeCode() {
        return closeCode;
    }

    /**
     * How many numbers it has been told, from 1 on.
     *
     * @throws AssertionError where one was missing, or came twice
     */
    synchronized int eventsInOrder() {
        if (!disorder.isEmpty()) {
            throw new AssertionError(this + disorder);
        }
        return events;
    }

    private void received(ReceivedEvent event) {
        switch (event.event()) {
            case "pusher:connection_established" ->
                socketId = event.field("socket_id").orElseThrow();
            case "pusher_internal:subscription_succeeded" ->
                subscribed.add(event.channel().orElseThrow());
            case "pusher:error" ->
                errors.add(Integer.valueOf(event.field("code").orElseThrow()));
            case WHISPER -> whispers++;
            case KitNumbers.EVENT -> number(Integer.parseInt(event.data()));
            default -> throw new AssertionError("Unexpected: " + event);
        }
    }

    private void number(int number) {
        events++;
        if (number != events && disorder.isEmpty()) {
            disorder = " was told " + number + " where " + events + " had its turn";
        }
    }

    // ---- what the socket tells ----

    @Override
    public synchronized void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            String message = partial.toString();
            partial.setLength(0);
            received(ReceivedEvent.parse(message));
        }
        return null;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        return null;
    }

    @Override
    public synchronized void onError(WebSocket from, Throwable broken) {
        closeCode = BROKEN;
    }

    @Override
    public String toString() {
        return "KitClient[" + application.id() + "]";
    }
}

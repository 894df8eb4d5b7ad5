package dev.reverb.engine.random;

import dev.reverb.application.Application;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherAuth;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One connection: sends commands, several in a segment, and files what it is told by channel. */
final class RandomClient {

    private final Application application;
    private final Phases phases;
    private final Traffic traffic;
    private final int number;
    private final String user;
    private final InMemoryClient socket;
    private final Map<String, ChannelLog> logs = new LinkedHashMap<>();
    private final WatchLog watchLog = new WatchLog();
    private final List<byte[]> segment = new ArrayList<>();
    private String socketId = "";
    private int gonePhase = ChannelLog.NEVER;
    private boolean onlyOneOfItsUser = true;
    private boolean signedIn;
    private int whispers;
    private int refusals;

    RandomClient(
            Application application, Phases phases, Traffic traffic, int number, String user, InMemoryClient socket) {
        this.application = application;
        this.phases = phases;
        this.traffic = traffic;
        this.number = number;
        this.user = user;
        this.socket = socket;
    }

    InMemoryClient socket() {
        return socket;
    }

    String user() {
        return user;
    }

    String socketId() {
        return socketId;
    }

    /** Whether it knows its socket id and has not ended. */
    boolean isConnected() {
        return !socketId.isEmpty() && !isGone();
    }

    boolean isGone() {
        return gonePhase != ChannelLog.NEVER;
    }

    /** In which phase it ended, or {@link ChannelLog#NEVER}. */
    int gonePhase() {
        return gonePhase;
    }

    void gone() {
        if (!isGone()) {
            gonePhase = phases.current();
        }
    }

    boolean isOnlyOneOfItsUser() {
        return onlyOneOfItsUser;
    }

    void isOneOfMore() {
        onlyOneOfItsUser = false;
    }

    ChannelLog log(String channel) {
        return logs.computeIfAbsent(channel, unknown -> new ChannelLog());
    }

    boolean wants(String channel) {
        return !isGone() && log(channel).isWanted();
    }

    /** Whether it has signed in, or will have once what it sent is read. */
    boolean isSignedIn() {
        return signedIn && !isGone();
    }

    WatchLog watchLog() {
        return watchLog;
    }

    private String userChannel() {
        return RandomRun.channelOf(user);
    }

    // What it does.

    /** The sign-in subscribes to the user's own channel, without being asked. */
    void signIn(Set<String> watchlist) {
        signedIn = true;
        log(userChannel()).subscribe(phases.current(), traffic.moment());
        watchLog.ask(watchlist);
        String users = watchlist.isEmpty() ? "" : "\"" + String.join("\",\"", watchlist) + "\"";
        add(PusherMessage.signIn(
                application,
                socketId,
                "{\"id\":\"" + user + "\",\"user_info\":{\"at\":" + number + "},\"watchlist\":[" + users + "]}"));
    }

    /** What pusher-js does once it is signed in. */
    void subscribeToUser() {
        log(userChannel()).subscribe(phases.current(), traffic.moment());
        add(PusherMessage.subscribe(application, socketId, userChannel(), null));
    }

    /** Which ends nothing. */
    void unsubscribeFromUser() {
        add(PusherMessage.unsubscribe(userChannel()));
    }

    /**
     * Subscribes.
     *
     * @param asSignedIn whether to leave it to the sign-in who joins a presence channel, where there is one
     */
    void subscribe(String channel, boolean asSignedIn) {
        if (!signedIn || !asSignedIn || !channel.startsWith("presence-")) {
            subscribe(channel);
            return;
        }
        log(channel).subscribe(phases.current(), traffic.moment());
        add(PusherMessage.subscribe(application, socketId, channel, null));
    }

    void subscribe(String channel) {
        log(channel).subscribe(phases.current(), traffic.moment());
        StringBuilder data =
                new StringBuilder("{\"channel\":\"").append(channel).append('"');
        if (channel.startsWith("presence-")) {
            String member = Roster.channelData(user, number);
            data.append(",\"auth\":\"")
                    .append(PusherAuth.channel(application, socketId, channel, member))
                    .append("\",\"channel_data\":\"")
                    .append(member.replace("\"", "\\\""))
                    .append('"');
        } else if (channel.startsWith("private-")) {
            data.append(",\"auth\":\"")
                    .append(PusherAuth.channel(application, socketId, channel))
                    .append('"');
        }
        add("{\"event\":\"pusher:subscribe\",\"data\":" + data + "}}");
    }

    void unsubscribe(String channel) {
        log(channel).unsubscribe(phases.current(), traffic.moment());
        add("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    void whisper(String channel) {
        whispers++;
        add("{\"event\":\"client-said\",\"channel\":\"" + channel + "\",\"data\":\"" + traffic.whisper(this) + "\"}");
    }

    private void add(String message) {
        segment.add(ClientFrame.text(message));
    }

    /** Sends what it has to say as one segment. */
    void flush() {
        if (!segment.isEmpty()) {
            socket.send(segment.toArray(byte[][]::new));
            segment.clear();
        }
    }

    /** How many of its whispers were not refused. */
    int acceptedWhispers() {
        return whispers - refusals;
    }

    // What it is told.

    void read() {
        for (ServerFrame frame : socket.unread()) {
            if (frame.isText()) {
                file(ReceivedEvent.parse(frame.text()));
            } else if (frame.opcode() == EncodedFrame.CLOSE) {
                gone();
            }
        }
        socket.skip();
        if (socket.isDisconnected()) {
            gone();
        }
    }

    private void file(ReceivedEvent event) {
        switch (event.event()) {
            case "pusher:connection_established" ->
                socketId = event.field("socket_id").orElseThrow();
            case "pusher:signin_success" -> {
                watchLog.answered();
                log(userChannel()).add(new Told(phases.current(), Told.Kind.SUCCEEDED, "{}", ""));
            }
            case "pusher_internal:watchlist_events" -> watchLog.apply(event.data());
            case "pusher:error" -> {
                refusals++;
                if (!event.field("code").orElseThrow().equals("4009")) {
                    throw new AssertionError(this + " was told " + event);
                }
            }
            default -> log(event.channel().orElseThrow()).add(Told.of(phases.current(), event));
        }
    }

    @Override
    public String toString() {
        return "Client " + number + " (" + socketId + ", " + user + ")";
    }
}

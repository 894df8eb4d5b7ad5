package dev.reverb.engine.facts;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.channel.SocketId;
import dev.reverb.internal.FactServer;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import java.util.List;
import java.util.Optional;

/** A client that does things which make facts. */
final class FactClient {

    private final Application application;
    private final InMemoryClient socket;
    private final String greeting;
    private final String socketId;

    FactClient(FactServer server, int lane) {
        application = server.application();
        socket = server.open(lane);
        // Its own lane only: what others do may go on waiting.
        while (socket.unread().isEmpty() && server.transport().lane(lane).runOne()) {}
        greeting = socket.nextText();
        socketId = ReceivedEvent.parse(greeting).field("socket_id").orElseThrow();
    }

    /** The first message that it was told. */
    String greeting() {
        return greeting;
    }

    SocketId socketId() {
        return SocketId.parse(socketId).orElseThrow();
    }

    InMemoryClient socket() {
        return socket;
    }

    FactClient subscribe(String channel) {
        socket.text(PusherMessage.subscribe(application, socketId, channel, null));
        return this;
    }

    FactClient subscribe(String channel, String userId) {
        String data = PusherMessage.channelData(new Member(userId, Optional.empty()));
        socket.text(PusherMessage.subscribe(application, socketId, channel, data));
        return this;
    }

    FactClient unsubscribe(String channel) {
        socket.text(PusherMessage.unsubscribe(channel));
        return this;
    }

    FactClient whisper(String channel, String data) {
        socket.text(PusherMessage.whisper(channel, "client-said", data));
        return this;
    }

    FactClient send(String message) {
        socket.text(message);
        return this;
    }

    void vanish() {
        socket.vanish();
    }

    /** What it was told and has not been asked for. */
    List<ReceivedEvent> read() {
        List<ReceivedEvent> events = socket.unread().stream()
                .filter(frame -> frame.isText())
                .map(frame -> ReceivedEvent.parse(frame.text()))
                .toList();
        socket.skip();
        return events;
    }
}

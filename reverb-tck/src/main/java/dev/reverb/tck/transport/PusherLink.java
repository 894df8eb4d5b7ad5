package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.PusherMessage;
import dev.reverb.tck.ReceivedEvent;
import dev.reverb.tck.ServerFrame;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A client of the Pusher protocol over a {@link WebSocketLink}. Used by one thread. */
final class PusherLink {

    private final Application application;
    private final WebSocketLink socket;
    private final String socketId;

    /** Waits for the server's greeting. */
    PusherLink(Application application, WebSocketLink socket) throws IOException {
        this.application = application;
        this.socket = socket;
        ReceivedEvent hello = next();
        assertThat(hello.event()).as("%s", hello).isEqualTo("pusher:connection_established");
        this.socketId = hello.field("socket_id").orElseThrow();
    }

    String socketId() {
        return socketId;
    }

    WebSocketLink socket() {
        return socket;
    }

    PusherLink send(String message) throws IOException {
        socket.text(message);
        return this;
    }

    /** Subscribes, signed where need be, and waits until that has succeeded. */
    PusherLink subscribe(String channel) throws IOException {
        subscribe(channel, null);
        return this;
    }

    /** Subscribes, and returns the data of the success. */
    String subscribe(String channel, @Nullable String channelData) throws IOException {
        send(PusherMessage.subscribe(application, socketId, channel, channelData));
        ReceivedEvent answer = next();
        assertThat(answer.event()).as("%s", answer).isEqualTo("pusher_internal:subscription_succeeded");
        assertThat(answer.channel()).contains(channel);
        return answer.data();
    }

    ReceivedEvent next() throws IOException {
        ServerFrame frame = socket.next();
        assertThat(frame.opcode()).as("%s", frame).isEqualTo(EncodedFrame.TEXT);
        return ReceivedEvent.parse(frame.text());
    }

    PusherLink expect(String event, String channel, String data) throws IOException {
        ReceivedEvent received = next();
        assertThat(received.event()).as("%s", received).isEqualTo(event);
        assertThat(received.channel()).isEqualTo(Optional.of(channel));
        assertThat(received.data()).isEqualTo(data);
        return this;
    }

    PusherLink expectError(int code) throws IOException {
        ReceivedEvent received = next();
        assertThat(received.event()).as("%s", received).isEqualTo("pusher:error");
        assertThat(received.field("code")).contains(Integer.toString(code));
        return this;
    }
}

package dev.reverb.engine.cost;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import dev.reverb.spi.websocket.EncodedFrame;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.ManualLane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** A transport that takes whole frames, and tells them apart by identity. */
final class MessageTransport implements Transport {

    final Set<EncodedFrame> frames = Collections.newSetFromMap(new IdentityHashMap<>());
    int sent;

    private final List<ManualLane> lanes = List.of(new ManualLane("messages-0"), new ManualLane("messages-1"));
    private final List<Client> clients = new ArrayList<>();
    private ServerEndpoint endpoint;

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public void start(ServerEndpoint newEndpoint) {
        endpoint = newEndpoint;
    }

    @Override
    public List<Lane> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public int port() {
        return -1;
    }

    @Override
    public void stopAccepting() {}

    @Override
    public void stop() {
        clients.forEach(client -> client.lane.call(client.handler::onDisconnect));
        settle();
    }

    void settle() {
        while (lanes.get(0).runAll() + lanes.get(1).runAll() > 0) {
            // Each may have given the other something to do.
        }
    }

    /** Connects a client, and has it say something. */
    Client connect(String target, byte[] message) {
        Client client = new Client(lanes.get(clients.size() % lanes.size()));
        clients.add(client);
        client.lane.call(() -> {
            client.handler = endpoint.connect(InMemoryRequest.upgrade(target), client);
            client.handler.onText(message, 0, message.length);
        });
        settle();
        return client;
    }

    final class Client implements MessageConnection {

        private final ManualLane lane;
        private ConnectionHandler handler;

        Client(ManualLane lane) {
            this.lane = lane;
        }

        @Override
        public void send(EncodedFrame frame) {
            sent++;
            frames.add(frame);
            lane.execute(() -> handler.onWritable());
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public void setMaxMessageSize(int bytes) {}

        @Override
        public void disconnect() {
            lane.execute(handler::onDisconnect);
        }
    }
}

package dev.reverb.internal.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.event.ConnectionPruned;
import dev.reverb.event.MessageReceived;
import dev.reverb.event.SlowConsumerClosed;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.event.EventKind;
import dev.reverb.spi.websocket.EncodedFrame;
import java.util.Arrays;

/**
 * What happens to connections, told to the listeners that want it. What waits for a listener holds a connection's socket id, not the
 * connection. On the connection's lane.
 */
final class ConnectionEvents {

    private ConnectionEvents() {}

    static void received(Connection connection, String appId, byte[] utf8, int offset, int length) {
        EventHub hub = connection.worker().events();
        if (hub.isWanted(EventKind.MESSAGE_RECEIVED)) {
            long key = connection.socketKey();
            byte[] message = Arrays.copyOfRange(utf8, offset, offset + length);
            hub.tell(
                    EventKind.MESSAGE_RECEIVED,
                    length,
                    time -> new MessageReceived(appId, time, Connection.socketId(key), new String(message, UTF_8)));
        }
    }

    static void sent(Connection connection, String appId, EncodedFrame frame) {
        EventHub hub = connection.worker().events();
        if (hub.isWanted(EventKind.MESSAGE_SENT) && frame.opcode() == EncodedFrame.TEXT) {
            hub.tellSent(appId, new long[] {connection.socketKey()}, new EncodedFrame[] {frame});
        }
    }

    static void pruned(Connection connection, String appId) {
        EventHub hub = connection.worker().events();
        if (hub.isWanted(EventKind.CONNECTION_PRUNED)) {
            long key = connection.socketKey();
            hub.tell(EventKind.CONNECTION_PRUNED, time -> new ConnectionPruned(appId, time, Connection.socketId(key)));
        }
    }

    static void slowConsumerClosed(Connection connection, String appId, long droppedBytes) {
        EventHub hub = connection.worker().events();
        if (hub.isWanted(EventKind.SLOW_CONSUMER_CLOSED)) {
            long key = connection.socketKey();
            hub.tell(
                    EventKind.SLOW_CONSUMER_CLOSED,
                    time -> new SlowConsumerClosed(appId, time, Connection.socketId(key), droppedBytes));
        }
    }
}

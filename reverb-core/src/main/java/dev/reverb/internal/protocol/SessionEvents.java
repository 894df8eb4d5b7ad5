package dev.reverb.internal.protocol;

import dev.reverb.channel.SocketId;
import dev.reverb.event.ClosedBy;
import dev.reverb.event.ConnectionClosed;
import dev.reverb.event.ConnectionOpened;
import dev.reverb.event.ConnectionRefused;
import dev.reverb.event.UserSignedIn;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.event.EventKind;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of clients, told to the listeners that want it. On the connections' lanes. */
final class SessionEvents {

    private SessionEvents() {}

    static void opened(EventHub hub, String appId, Connection connection, ConnectRequest connect) {
        if (hub.isWanted(EventKind.CONNECTION_OPENED)) {
            long key = connection.socketKey();
            String address = connect.remoteAddress();
            String origin = connect.originHost();
            boolean secure = connect.secure();
            hub.tell(
                    EventKind.CONNECTION_OPENED,
                    sizeOf(origin),
                    time -> new ConnectionOpened(
                            appId, time, Connection.socketId(key), address, Optional.ofNullable(origin), secure));
        }
    }

    static void refused(EventHub hub, @Nullable String appId, ConnectRequest connect, int code, String reason) {
        if (hub.isWanted(EventKind.CONNECTION_REFUSED)) {
            String key = connect.key();
            String address = connect.remoteAddress();
            hub.tell(
                    EventKind.CONNECTION_REFUSED,
                    sizeOf(key),
                    time -> new ConnectionRefused(
                            Optional.ofNullable(appId),
                            time,
                            Optional.ofNullable(key),
                            address,
                            code,
                            reason));
        }
    }

    private static int sizeOf(@Nullable String fromTheClient) {
        return fromTheClient == null ? 0 : fromTheClient.length();
    }

    static void signedIn(EventHub hub, String appId, Connection connection, String userId) {
        if (hub.isWanted(EventKind.USER_SIGNED_IN)) {
            long key = connection.socketKey();
            hub.tell(EventKind.USER_SIGNED_IN, time -> new UserSignedIn(appId, time, Connection.socketId(key), userId));
        }
    }

    /**
     * @param openFor in nanoseconds
     * @param userId as whom it was signed in; null where it was not
     */
    static void closed(
            EventHub hub,
            String appId,
            Connection connection,
            int code,
            String reason,
            ClosedBy by,
            long openFor,
            @Nullable String userId) {
        SocketId socketId = connection.socketId();
        hub.tell(
                EventKind.CONNECTION_CLOSED,
                time -> new ConnectionClosed(
                        appId,
                        time,
                        socketId,
                        code,
                        reason,
                        by,
                        Duration.ofNanos(openFor),
                        Optional.ofNullable(userId)));
    }
}

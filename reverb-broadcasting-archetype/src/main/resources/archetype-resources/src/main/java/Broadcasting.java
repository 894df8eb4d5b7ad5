package ${package};

import ${package}.channels.OrderChannel;
import dev.reverb.broadcasting.Broadcaster;
import dev.reverb.broadcasting.auth.Channels;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import java.util.function.BiPredicate;

/** What the application broadcasts by, and who may listen. */
public final class Broadcasting {

    private Broadcasting() {}

    /**
     * The broadcaster, which names events after their types in {@code ${package}.events}.
     *
     * @param connection to the server: {@code LocalConnection.to(reverb, appId)} for one in this process, or an
     *     {@code HttpConnection}
     * @return a broadcaster, to be closed at the end
     */
    public static Broadcaster broadcaster(BroadcastConnection connection) {
        return settings(Broadcaster.builder()).connection("reverb", connection).build();
    }

    /** What holds for tests, too. */
    static Broadcaster.Builder settings(Broadcaster.Builder builder) {
        return builder.events("${package}.events");
    }

    /**
     * The rules for private and presence channels. {@code BroadcastingAuth} answers Echo by them.
     *
     * @param isOwner whether the user with this id has ordered this
     * @return the rules
     */
    public static Channels channels(BiPredicate<String, Long> isOwner) {
        return new Channels().authorize("orders.{order}", new OrderChannel(isOwner));
    }
}

package dev.reverb.internal.event;

import dev.reverb.event.CacheMiss;
import dev.reverb.event.ChannelCreated;
import dev.reverb.event.ChannelOccupied;
import dev.reverb.event.ChannelRemoved;
import dev.reverb.event.ChannelVacated;
import dev.reverb.event.ClientEvent;
import dev.reverb.event.ConnectionClosed;
import dev.reverb.event.ConnectionOpened;
import dev.reverb.event.ConnectionPruned;
import dev.reverb.event.ConnectionRefused;
import dev.reverb.event.EventPublished;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.MemberAdded;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.MessageReceived;
import dev.reverb.event.MessageSent;
import dev.reverb.event.RateLimited;
import dev.reverb.event.ServerEvent;
import dev.reverb.event.ServerListener;
import dev.reverb.event.SlowConsumerClosed;
import dev.reverb.event.Subscribed;
import dev.reverb.event.Unsubscribed;
import dev.reverb.event.UserSignedIn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A method of {@link ServerListener}, and the event that it takes. */
public final class EventKind<E extends ServerEvent> {

    private static final List<EventKind<?>> ALL = new ArrayList<>();

    public static final EventKind<ConnectionOpened> CONNECTION_OPENED =
            of(ConnectionOpened.class, ServerListener::onConnectionOpened);
    public static final EventKind<ConnectionRefused> CONNECTION_REFUSED =
            of(ConnectionRefused.class, ServerListener::onConnectionRefused);
    public static final EventKind<ConnectionClosed> CONNECTION_CLOSED =
            of(ConnectionClosed.class, ServerListener::onConnectionClosed);
    public static final EventKind<ConnectionPruned> CONNECTION_PRUNED =
            of(ConnectionPruned.class, ServerListener::onConnectionPruned);
    public static final EventKind<SlowConsumerClosed> SLOW_CONSUMER_CLOSED =
            of(SlowConsumerClosed.class, ServerListener::onSlowConsumerClosed);
    public static final EventKind<UserSignedIn> USER_SIGNED_IN = of(UserSignedIn.class, ServerListener::onUserSignedIn);
    public static final EventKind<RateLimited> RATE_LIMITED = of(RateLimited.class, ServerListener::onRateLimited);
    public static final EventKind<MessageReceived> MESSAGE_RECEIVED =
            of(MessageReceived.class, ServerListener::onMessageReceived);
    public static final EventKind<MessageSent> MESSAGE_SENT = of(MessageSent.class, ServerListener::onMessageSent);
    public static final EventKind<Subscribed> SUBSCRIBED = of(Subscribed.class, ServerListener::onSubscribed);
    public static final EventKind<Unsubscribed> UNSUBSCRIBED = of(Unsubscribed.class, ServerListener::onUnsubscribed);
    public static final EventKind<MemberAdded> MEMBER_ADDED = of(MemberAdded.class, ServerListener::onMemberAdded);
    public static final EventKind<MemberRemoved> MEMBER_REMOVED =
            of(MemberRemoved.class, ServerListener::onMemberRemoved);
    public static final EventKind<ChannelCreated> CHANNEL_CREATED =
            of(ChannelCreated.class, ServerListener::onChannelCreated);
    public static final EventKind<ChannelOccupied> CHANNEL_OCCUPIED =
            of(ChannelOccupied.class, ServerListener::onChannelOccupied);
    public static final EventKind<ChannelVacated> CHANNEL_VACATED =
            of(ChannelVacated.class, ServerListener::onChannelVacated);
    public static final EventKind<ChannelRemoved> CHANNEL_REMOVED =
            of(ChannelRemoved.class, ServerListener::onChannelRemoved);
    public static final EventKind<EventPublished> EVENT_PUBLISHED =
            of(EventPublished.class, ServerListener::onEventPublished);
    public static final EventKind<ClientEvent> CLIENT_EVENT = of(ClientEvent.class, ServerListener::onClientEvent);
    public static final EventKind<CacheMiss> CACHE_MISS = of(CacheMiss.class, ServerListener::onCacheMiss);
    public static final EventKind<EventsMissed> EVENTS_MISSED = of(EventsMissed.class, ServerListener::onEventsMissed);

    private final Class<E> event;
    private final BiConsumer<ServerListener, E> call;
    private final int bit;

    private EventKind(Class<E> event, BiConsumer<ServerListener, E> call) {
        this.event = event;
        this.call = call;
        this.bit = 1 << ALL.size();
    }

    private static <E extends ServerEvent> EventKind<E> of(Class<E> event, BiConsumer<ServerListener, E> call) {
        EventKind<E> kind = new EventKind<>(event, call);
        ALL.add(kind);
        return kind;
    }

    /** All of them. */
    static List<EventKind<?>> all() {
        return ALL;
    }

    /** One bit, another than those of all others. */
    int bit() {
        return bit;
    }

    /** The method's name. */
    String method() {
        return "on" + event.getSimpleName();
    }

    /** The bits of what a listener has methods of its own for. Only looks them up, so it need not be open to us. */
    static int wantedBy(ServerListener listener) {
        int wanted = 0;
        for (EventKind<?> kind : ALL) {
            if (kind.isOverriddenIn(listener.getClass())) {
                wanted |= kind.bit;
            }
        }
        return wanted;
    }

    private boolean isOverriddenIn(Class<?> type) {
        try {
            return type.getMethod(method(), event).getDeclaringClass() != ServerListener.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Tells a listener an event of this kind. */
    void call(ServerListener listener, ServerEvent told) {
        call.accept(listener, event.cast(told));
    }
}

package dev.reverb.internal.channels;

import dev.reverb.application.WebhookEventType;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.ChannelType;
import dev.reverb.channel.SocketId;
import dev.reverb.event.CacheMiss;
import dev.reverb.event.ChannelCreated;
import dev.reverb.event.ChannelOccupied;
import dev.reverb.event.ChannelRemoved;
import dev.reverb.event.ChannelVacated;
import dev.reverb.event.ClientEvent;
import dev.reverb.event.MemberAdded;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.Subscribed;
import dev.reverb.event.Unsubscribed;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.event.EventKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what happens on an application's channels: of this server by methods of its own, in the mailboxes; of all servers
 * together as a {@link FactSink}, since there the bus knows. The channels of users tell nothing.
 */
public final class ChannelEvents implements FactSink {

    /** What the servers of a cluster have together. */
    private static final List<EventKind<?>> CLUSTER_FACTS = List.of(
            EventKind.CHANNEL_OCCUPIED, EventKind.CHANNEL_VACATED, EventKind.MEMBER_ADDED, EventKind.MEMBER_REMOVED);

    private final EventHub hub;
    private final String appId;

    public ChannelEvents(EventHub hub, String appId) {
        this.hub = hub;
        this.appId = appId;
    }

    private boolean wanted(EventKind<?> kind, ChannelName channel) {
        return hub.isWanted(kind) && channel.type() != ChannelType.SERVER_TO_USER;
    }

    // ---- this server ----

    void created(ChannelName channel) {
        if (wanted(EventKind.CHANNEL_CREATED, channel)) {
            hub.tell(EventKind.CHANNEL_CREATED, time -> new ChannelCreated(appId, time, channel));
        }
    }

    void removed(ChannelName channel) {
        if (wanted(EventKind.CHANNEL_REMOVED, channel)) {
            hub.tell(EventKind.CHANNEL_REMOVED, time -> new ChannelRemoved(appId, time, channel));
        }
    }

    void subscribed(Subscription subscription) {
        ChannelName channel = subscription.channel();
        if (wanted(EventKind.SUBSCRIBED, channel)) {
            long key = subscription.subscriber().connection().socketKey();
            PresenceMember member = subscription.member();
            hub.tell(
                    EventKind.SUBSCRIBED,
                    sizeOf(member),
                    time -> new Subscribed(
                            appId,
                            time,
                            channel,
                            Connection.socketId(key),
                            Optional.ofNullable(member).map(PresenceMember::toMember)));
        }
    }

    void unsubscribed(Subscription subscription) {
        ChannelName channel = subscription.channel();
        if (wanted(EventKind.UNSUBSCRIBED, channel)) {
            long key = subscription.subscriber().connection().socketKey();
            PresenceMember member = subscription.member();
            hub.tell(
                    EventKind.UNSUBSCRIBED,
                    sizeOf(member),
                    time -> new Unsubscribed(
                            appId,
                            time,
                            channel,
                            Connection.socketId(key),
                            Optional.ofNullable(member).map(PresenceMember::toMember)));
        }
    }

    private static int sizeOf(@Nullable PresenceMember member) {
        return member == null || member.userInfo() == null
                ? 0
                : member.userInfo().length();
    }

    // ---- facts ----

    /** What to tell facts to: nobody, where none is wanted of any channel. */
    public FactSink facts() {
        for (WebhookEventType type : WebhookEventType.values()) {
            if (isWanted(type)) {
                return this;
            }
        }
        return NONE;
    }

    /** Whether facts are wanted that the servers of a cluster have together. */
    public static boolean wantsClusterFacts(EventHub hub) {
        return CLUSTER_FACTS.stream().anyMatch(hub::isWanted);
    }

    /** Of the facts that the servers of a cluster have together so many will be told to nobody. */
    public static void missed(EventHub hub, long count) {
        hub.tellMissed(CLUSTER_FACTS, count);
    }

    private boolean isWanted(WebhookEventType type) {
        return switch (type) {
            case CHANNEL_OCCUPIED -> hub.isWanted(EventKind.CHANNEL_OCCUPIED);
            case CHANNEL_VACATED -> hub.isWanted(EventKind.CHANNEL_VACATED);
            case MEMBER_ADDED -> hub.isWanted(EventKind.MEMBER_ADDED);
            case MEMBER_REMOVED -> hub.isWanted(EventKind.MEMBER_REMOVED);
            case CLIENT_EVENT -> hub.isWanted(EventKind.CLIENT_EVENT);
            case CACHE_MISS -> hub.isWanted(EventKind.CACHE_MISS);
            case SUBSCRIPTION_COUNT -> false;
        };
    }

    @Override
    public boolean wants(WebhookEventType type, ChannelName channel) {
        return isWanted(type);
    }

    @Override
    public void accept(Fact fact) {
        ChannelName channel = fact.channel();
        if (fact instanceof Fact.Occupied) {
            hub.tell(EventKind.CHANNEL_OCCUPIED, time -> new ChannelOccupied(appId, time, channel));
        } else if (fact instanceof Fact.Vacated) {
            hub.tell(EventKind.CHANNEL_VACATED, time -> new ChannelVacated(appId, time, channel));
        } else if (fact instanceof Fact.MemberAdded added) {
            hub.tell(EventKind.MEMBER_ADDED, time -> new MemberAdded(appId, time, channel, added.userId()));
        } else if (fact instanceof Fact.MemberRemoved removed) {
            hub.tell(EventKind.MEMBER_REMOVED, time -> new MemberRemoved(appId, time, channel, removed.userId()));
        } else if (fact instanceof Fact.CacheMiss) {
            hub.tell(EventKind.CACHE_MISS, time -> new CacheMiss(appId, time, channel));
        } else if (fact instanceof Fact.ClientEvent said) {
            accept(said);
        }
    }

    private void accept(Fact.ClientEvent said) {
        String data = said.data();
        hub.tell(EventKind.CLIENT_EVENT, data == null ? 0 : data.length(), time -> {
            SocketId sender = said.socketId();
            return new ClientEvent(
                    appId,
                    time,
                    said.channel(),
                    sender,
                    said.event(),
                    Optional.ofNullable(data),
                    Optional.ofNullable(said.userId()));
        });
    }
}

package dev.reverb.tck;

import dev.reverb.channel.ChannelName;
import dev.reverb.channel.SocketId;
import dev.reverb.event.ChannelCreated;
import dev.reverb.event.ChannelOccupied;
import dev.reverb.event.ChannelRemoved;
import dev.reverb.event.ChannelVacated;
import dev.reverb.event.ConnectionClosed;
import dev.reverb.event.ConnectionOpened;
import dev.reverb.event.EventPublished;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.MemberAdded;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.ServerEvent;
import dev.reverb.event.ServerListener;
import dev.reverb.event.Subscribed;
import dev.reverb.event.Unsubscribed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Knows one application of a server that runs alone from what its listeners are told, and from nothing else: who is connected, and who is on
 * which channel. What cannot follow from what was told before is a misfit. Safe for any thread.
 */
public class EventReplay implements ServerListener {

    private static final class Channel {
        private final Set<SocketId> subscribers = new HashSet<>();
        private final Set<String> members = new TreeSet<>();
        private boolean occupied;
    }

    private final Set<SocketId> known = new HashSet<>();
    private final Set<SocketId> open = new HashSet<>();
    private final Map<ChannelName, Channel> channels =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
    private final Map<String, String> published = new TreeMap<>();
    private final List<String> misfits = new ArrayList<>();

    /** Begins with a server that nothing has happened on. */
    public EventReplay() {}

    private void require(boolean possible, ServerEvent event) {
        if (!possible) {
            misfits.add(event.toString());
        }
    }

    private Channel channel(ChannelName name, ServerEvent event) {
        Channel channel = channels.get(name);
        require(channel != null, event);
        return channel == null ? new Channel() : channel;
    }

    @Override
    public synchronized void onConnectionOpened(ConnectionOpened event) {
        require(known.add(event.socketId()) && open.add(event.socketId()), event);
    }

    @Override
    public synchronized void onConnectionClosed(ConnectionClosed event) {
        require(open.remove(event.socketId()) && !event.openFor().isNegative(), event);
    }

    @Override
    public synchronized void onChannelCreated(ChannelCreated event) {
        require(channels.put(event.channel(), new Channel()) == null, event);
    }

    @Override
    public synchronized void onChannelOccupied(ChannelOccupied event) {
        Channel channel = channel(event.channel(), event);
        require(!channel.occupied && channel.subscribers.isEmpty() && channel.members.isEmpty(), event);
        channel.occupied = true;
    }

    @Override
    public synchronized void onMemberAdded(MemberAdded event) {
        Channel channel = channel(event.channel(), event);
        require(channel.occupied && channel.members.add(event.userId()), event);
    }

    @Override
    public synchronized void onSubscribed(Subscribed event) {
        Channel channel = channel(event.channel(), event);
        require(channel.occupied && known.contains(event.socketId()), event);
        require(channel.subscribers.add(event.socketId()), event);
        require(
                event.member()
                        .map(member -> channel.members.contains(member.userId()))
                        .orElse(true),
                event);
    }

    @Override
    public synchronized void onUnsubscribed(Unsubscribed event) {
        require(channel(event.channel(), event).subscribers.remove(event.socketId()), event);
    }

    @Override
    public synchronized void onMemberRemoved(MemberRemoved event) {
        require(channel(event.channel(), event).members.remove(event.userId()), event);
    }

    @Override
    public synchronized void onChannelVacated(ChannelVacated event) {
        Channel channel = channel(event.channel(), event);
        require(channel.occupied && channel.subscribers.isEmpty() && channel.members.isEmpty(), event);
        channel.occupied = false;
    }

    @Override
    public synchronized void onChannelRemoved(ChannelRemoved event) {
        require(!channel(event.channel(), event).occupied, event);
        channels.remove(event.channel());
    }

    @Override
    public synchronized void onEventPublished(EventPublished event) {
        for (ChannelName channel : event.channels()) {
            published.put(channel.toString(), event.data());
        }
    }

    @Override
    public synchronized void onEventsMissed(EventsMissed event) {
        misfits.add(event.toString());
    }

    /**
     * What was told and cannot have happened.
     *
     * @return one line each; empty where all is well
     */
    public synchronized List<String> misfits() {
        return List.copyOf(misfits);
    }

    /**
     * Who is connected.
     *
     * @return the socket ids
     */
    public synchronized Set<String> connections() {
        return open.stream().map(SocketId::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The channels that exist on the server.
     *
     * @return their names
     */
    public synchronized Set<String> channels() {
        return channels.keySet().stream().map(ChannelName::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Whether somebody is on a channel.
     *
     * @param channel its name
     * @return as was told last
     */
    public synchronized boolean isOccupied(String channel) {
        Channel known = channels.get(ChannelName.of(channel));
        return known != null && known.occupied;
    }

    /**
     * Who is subscribed to a channel.
     *
     * @param channel its name
     * @return the socket ids
     */
    public synchronized Set<String> subscribers(String channel) {
        Channel known = channels.get(ChannelName.of(channel));
        return known == null
                ? Set.of()
                : known.subscribers.stream().map(SocketId::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Who is a member of a presence channel.
     *
     * @param channel its name
     * @return the users' ids
     */
    public synchronized Set<String> members(String channel) {
        Channel known = channels.get(ChannelName.of(channel));
        return known == null ? Set.of() : new TreeSet<>(known.members);
    }

    /**
     * What was published last, by channel.
     *
     * @return the data of the last event, for each channel that there was one for
     */
    public synchronized Map<String, String> published() {
        return new TreeMap<>(published);
    }
}

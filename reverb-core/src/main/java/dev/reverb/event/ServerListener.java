package dev.reverb.event;

/**
 * Is told what happens on a server, in its process. Each method stands for one event and does nothing by default: override those that you
 * want.
 *
 * <pre>{@code
 * ReverbServer.builder().listener(new ServerListener() {
 *     @Override
 *     public void onMemberAdded(MemberAdded added) {
 *         lastSeen.put(added.userId(), added.time());
 *     }
 * })
 * }</pre>
 *
 * <h2>What is promised</h2>
 *
 * <ul>
 *   <li><b>Nothing for nothing.</b> What no listener overrides is never made. That is found out once, when the server is built, by looking
 *       up which class has the method: a method that only calls the default counts as overridden, and so does all of a proxy.
 *   <li><b>One at a time.</b> A listener has a thread of its own, a daemon named {@code reverb-listener-…}. Its methods are never called at the
 *       same time, so that it may keep its state in plain fields; a listener of several servers, or registered twice, is called by as many
 *       threads.
 *   <li><b>In order.</b> The events of one channel come in the order in which they happened there, those of one connection likewise. A
 *       subscription is its channel's: its beginning comes after {@link #onConnectionOpened}, its end after {@link #onConnectionClosed}, and
 *       where a client goes right after it has subscribed, its beginning may, too. Within one step a channel is told as created, occupied,
 *       member added, subscribed, cache miss; then unsubscribed, member removed, vacated, removed. Published events come in the order in
 *       which each publisher's were admitted. This holds on one server; see below for a cluster.
 *   <li><b>Apart from the server.</b> A listener may block: only itself waits. One that throws is logged, without the event, and goes on with
 *       the next. Nothing that it does changes what clients get, or when.
 *   <li><b>Bounded.</b> {@code max_pending_listener_events} may wait for each listener, and 64 MiB of what they hold. What is past that is dropped:
 *       the newest, counted ({@link dev.reverb.spi.MetricsRecorder#listenerEventsDropped}) and told in its place by {@link #onEventsMissed}.
 *   <li><b>To the end.</b> When the server has shut down, what waits is told, for five seconds at most; then the thread is interrupted.
 * </ul>
 *
 * <p>In a cluster connections, subscriptions, messages, published events, client events, cache misses, and channels created or removed are those of this
 * server. {@link #onChannelOccupied}, {@link #onChannelVacated}, {@link #onMemberAdded} and {@link #onMemberRemoved} are of all servers together, and
 * told to one of them: all must have the same listeners. These four come by way of the scaling back-end: later than what they belong to, what ends
 * only when the grace time is over, and perhaps on another server. In order they are among themselves only, and some may be told twice. What waits
 * for a listener when its server dies is lost.
 *
 * <p>Methods may call the server, but must not wait for its end. More of them may come with a minor version.
 */
public interface ServerListener {

    /**
     * Called when a connection was accepted.
     *
     * @param event what is known of it
     */
    default void onConnectionOpened(ConnectionOpened event) {}

    /**
     * Called when a connection was refused after its upgrade.
     *
     * @param event what is known of it
     */
    default void onConnectionRefused(ConnectionRefused event) {}

    /**
     * Called when a connection is open no more.
     *
     * @param event what is known of it
     */
    default void onConnectionClosed(ConnectionClosed event) {}

    /**
     * Called when a connection was given up since its client did not answer a ping.
     *
     * @param event what is known of it
     */
    default void onConnectionPruned(ConnectionPruned event) {}

    /**
     * Called when a connection was given up since too much waited for it.
     *
     * @param event what is known of it
     */
    default void onSlowConsumerClosed(SlowConsumerClosed event) {}

    /**
     * Called when a connection has signed in as a user.
     *
     * @param event what is known of it
     */
    default void onUserSignedIn(UserSignedIn event) {}

    /**
     * Called when a limit was exceeded.
     *
     * @param event what is known of it
     */
    default void onRateLimited(RateLimited event) {}

    /**
     * Called when a client has sent a message; of these there are many, and each costs a copy.
     *
     * @param event what is known of it
     */
    default void onMessageReceived(MessageReceived event) {}

    /**
     * Called when a message has gone to a client: of a broadcast one for each of its subscribers.
     *
     * @param event what is known of it
     */
    default void onMessageSent(MessageSent event) {}

    /**
     * Called when a subscription has begun.
     *
     * @param event what is known of it
     */
    default void onSubscribed(Subscribed event) {}

    /**
     * Called when a subscription has ended.
     *
     * @param event what is known of it
     */
    default void onUnsubscribed(Unsubscribed event) {}

    /**
     * Called when a user has come to a presence channel.
     *
     * @param event what is known of it
     */
    default void onMemberAdded(MemberAdded event) {}

    /**
     * Called when a user has left a presence channel.
     *
     * @param event what is known of it
     */
    default void onMemberRemoved(MemberRemoved event) {}

    /**
     * Called when a channel has come to be on this server.
     *
     * @param event what is known of it
     */
    default void onChannelCreated(ChannelCreated event) {}

    /**
     * Called when a channel has its first subscription.
     *
     * @param event what is known of it
     */
    default void onChannelOccupied(ChannelOccupied event) {}

    /**
     * Called when a channel has lost its last subscription.
     *
     * @param event what is known of it
     */
    default void onChannelVacated(ChannelVacated event) {}

    /**
     * Called when a channel is no more on this server.
     *
     * @param event what is known of it
     */
    default void onChannelRemoved(ChannelRemoved event) {}

    /**
     * Called when an event was published.
     *
     * @param event what is known of it
     */
    default void onEventPublished(EventPublished event) {}

    /**
     * Called when a client event was accepted.
     *
     * @param event what is known of it
     */
    default void onClientEvent(ClientEvent event) {}

    /**
     * Called when somebody has subscribed to a cache channel that keeps no event.
     *
     * @param event what is known of it
     */
    default void onCacheMiss(CacheMiss event) {}

    /**
     * Called in the place of events that were dropped.
     *
     * @param event how many, and since when
     */
    default void onEventsMissed(EventsMissed event) {}
}

package dev.reverb.server.clients;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateEncryptedChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import com.pusher.client.util.HttpChannelAuthorizer;
import com.pusher.client.util.HttpUserAuthenticator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * An unmodified pusher-java-client whose callbacks are noted: {@code state}, {@code error} (its code), {@code
 * subscribed} and the channel, {@code refused}, {@code here} (ids), {@code joined}, {@code left}, and events by their
 * name.
 *
 * <p>It subscribes twice where it is told to right after it has connected, so a channel may be noted twice.
 */
final class JavaClient
        implements ConnectionEventListener,
                PresenceChannelEventListener,
                PrivateEncryptedChannelEventListener,
                AutoCloseable {

    /** It logs every error, also those that a test provokes. */
    private static final Logger LOG = Logger.getLogger(com.pusher.client.user.User.class.getName());

    static {
        LOG.setLevel(Level.OFF);
    }

    final Notes notes = new Notes();
    final Pusher pusher;

    JavaClient(Site server, String key, String user) {
        this(server, key, user, options -> {});
    }

    JavaClient(Site server, String key, String user, Consumer<PusherOptions> settings) {
        HttpChannelAuthorizer authorizer = new HttpChannelAuthorizer(server.url(ApplicationEndpoints.AUTH));
        authorizer.setHeaders(Map.of("Authorization", "Bearer " + user));
        HttpUserAuthenticator userAuthenticator = new HttpUserAuthenticator(server.url(ApplicationEndpoints.USER_AUTH));
        userAuthenticator.setHeaders(Map.of("Authorization", "Bearer " + user));
        PusherOptions options = new PusherOptions()
                .setHost(ServerTransport.ADDRESS)
                .setWsPort(server.port())
                .setUseTLS(false)
                .setMaxReconnectGapInSeconds(1)
                .setChannelAuthorizer(authorizer)
                .setUserAuthenticator(userAuthenticator);
        settings.accept(options);
        pusher = new Pusher(key, options);
    }

    /** Connects, and waits until that is done. */
    JavaClient connect() {
        pusher.connect(this, ConnectionState.ALL);
        notes.await(ConnectionState.CONNECTED.name());
        return this;
    }

    /** Connects, signs in, waits until that is done, and notes some of the events to the user. */
    JavaClient signIn(String... events) {
        for (String event : events) {
            pusher.user().bind(event, this);
        }
        // Before it connects: told right after, it would do so twice.
        pusher.signin();
        connect();
        RunningServer.await(() -> pusher.user().userId() != null, "the sign-in");
        return this;
    }

    /** Subscribes as the channel's prefix asks for, to note some of its events. */
    void subscribe(String channel, String... events) {
        if (channel.startsWith("presence-")) {
            pusher.subscribePresence(channel, this, events);
        } else if (channel.startsWith("private-")) {
            pusher.subscribePrivate(channel, this, events);
        } else {
            pusher.subscribe(channel, this, events);
        }
    }

    /** Waits until a subscription has succeeded. */
    JavaClient awaitSubscribed(String channel) {
        notes.await("subscribed " + channel);
        return this;
    }

    String socketId() {
        return pusher.getConnection().getSocketId();
    }

    @Override
    public void onConnectionStateChange(ConnectionStateChange change) {
        notes.add("state", change.getCurrentState());
        notes.add(change.getCurrentState().name(), change);
    }

    @Override
    public void onError(String message, String code, Exception failure) {
        notes.add("error", String.valueOf(code));
    }

    @Override
    public void onSubscriptionSucceeded(String channel) {
        notes.add("subscribed " + channel, channel);
    }

    @Override
    public void onEvent(PusherEvent event) {
        notes.add(event.getEventName(), event);
    }

    @Override
    public void onAuthenticationFailure(String message, Exception failure) {
        notes.add("refused", message);
    }

    @Override
    public void onUsersInformationReceived(String channel, Set<User> users) {
        notes.add("here", users.stream().map(User::getId).collect(Collectors.toSet()));
    }

    @Override
    public void userSubscribed(String channel, User user) {
        notes.add("joined", user);
    }

    @Override
    public void userUnsubscribed(String channel, User user) {
        notes.add("left", user);
    }

    @Override
    public void onDecryptionFailure(String event, String reason) {
        notes.add("decryption failed", reason);
    }

    @Override
    public void onError(String message, Exception failure) {
        notes.add("channel error", message);
    }

    @Override
    public void close() {
        pusher.disconnect();
    }
}

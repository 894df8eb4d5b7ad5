package dev.reverb.engine.cluster;

import dev.reverb.Publication;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.PusherClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signed-in users over several servers: events to them, and who watches them. */
class ClusterUsersTest {

    private static final String ADA = "{\"id\":\"ada\"}";
    private static final String WATCHER = "{\"id\":\"eve\",\"watchlist\":[\"ada\"]}";

    private final Servers servers = Servers.start(3, Application.of("app-id", "app-key", "app-secret"));

    @AfterEach
    void stop() {
        servers.close();
    }

    private PusherClient signedIn(int server, String user) {
        return servers.connect(server).signIn(user).expectSignedIn(user);
    }

    private static String told(String name) {
        return "{\"event\":\"pusher_internal:watchlist_events\",\"data\":\"{\\\"events\\\":[{\\\"name\\\":\\\"" + name
                + "\\\",\\\"user_ids\\\":[\\\"ada\\\"]}]}\"}";
    }

    @Test
    void anEventForAUserReachesItsConnectionsOnAllServers() {
        PusherClient one = signedIn(0, ADA);
        PusherClient two = signedIn(1, ADA);
        servers.server(2).publish(Publication.toUser("ada", "Hello", "{}"));
        one.expect("Hello", "#server-to-user-ada", "{}");
        two.expect("Hello", "#server-to-user-ada", "{}");
    }

    @Test
    void watchersOnAllServersAreToldOfTheFirstAndTheLastConnection() {
        PusherClient before = signedIn(0, WATCHER);
        before.expectNothing();
        PusherClient one = signedIn(1, ADA);
        before.expectText(told("online"));
        PusherClient between = signedIn(2, WATCHER).expectText(told("online"));
        PusherClient two = signedIn(2, ADA);
        one.socket().vanish();
        before.expectNothing();
        between.expectNothing();
        two.socket().vanish();
        before.expectText(told("offline")).expectNothing();
        between.expectText(told("offline")).expectNothing();
    }

    @Test
    void whoStopsWatchingBeforeTheAnswerLeavesNothing() {
        servers.cluster.manual();
        PusherClient watcher = servers.connect(0).signIn(WATCHER);
        servers.settle();
        watcher.expectSignedIn(WATCHER);
        PusherClient another = servers.connect(0).signIn(WATCHER);
        another.socket().vanish();
        servers.settle();
        watcher.socket().vanish();
        servers.settle();
    }

    /** Only the watcher's own channel is answered. */
    private void signInBeforeAnythingIsKnownOfTheWatched() {
        ChannelAddress own = new ChannelAddress("app-id", ChannelName.ofUser("eve"));
        do {
            servers.server(0).transport().settle();
        } while (servers.bus(0).deliver(own));
    }

    /** The first one's end let the channel retire, with the second still waiting in it. */
    @Test
    void whoBeginsToWatchBehindOneWhoStopsIsNotForgotten() {
        PusherClient goes = servers.connect(0);
        PusherClient stays = servers.connect(0);
        servers.server(0).transport().manual();
        servers.cluster.manual();
        goes.signIn(WATCHER);
        signInBeforeAnythingIsKnownOfTheWatched();
        goes.socket().vanish();
        stays.signIn(WATCHER);
        signInBeforeAnythingIsKnownOfTheWatched();
        servers.settle();
        servers.server(0).transport().automatic();
        servers.cluster.automatic();
        stays.expectSignedIn(WATCHER);
        signedIn(1, ADA);
        stays.expectText(told("online"));
    }

    @Test
    void theUsersOfAKilledServerGoOffline() {
        PusherClient watcher = signedIn(0, WATCHER);
        signedIn(1, ADA);
        watcher.expectText(told("online"));
        servers.kill(1);
        servers.advance(InMemoryCluster.LEASE);
        watcher.expectText(told("offline")).expectNothing();
    }

    @Test
    void watchersHearNothingOfABackEndThatForgets() {
        PusherClient watcher = signedIn(0, WATCHER);
        signedIn(1, ADA);
        watcher.expectText(told("online"));
        servers.cluster.takeAway();
        servers.cluster.bringBackEmpty();
        servers.advance(InMemoryCluster.LEASE);
        watcher.expectNothing();
    }
}

package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.tck.PusherClient;
import org.junit.jupiter.api.Test;

/** Sign-ins in forced interleavings. Clients live on lane 0, as does the presence channel; the user's channel on lane 1. */
class SignInRaceTest extends RaceCase {

    private static final String USER_CHANNEL = ChannelHomes.homedOn(1, "#server-to-user-");
    private static final String USER = USER_CHANNEL.substring("#server-to-user-".length());
    private static final String USER_DATA = "{\"id\":\"" + USER + "\"}";
    private static final String PRESENCE = ChannelHomes.homedOn(0, "presence-room-");
    private static final String SUCCESS = "pusher:signin_success";
    private static final String SUCCEEDED = "pusher_internal:subscription_succeeded";
    private static final String WATCHLIST_EVENTS = "pusher_internal:watchlist_events";

    private void publish(String event) {
        reverb.server().publish(reverb.application().id(), Publication.toUser(USER, event, "{}"));
    }

    @Test
    void aSignInIsAtOnePlaceAmongThePublishesOfAnotherLane() {
        PusherClient tab = connect().signIn(USER_DATA).expectSignedIn(USER_DATA);
        PusherClient ada = connect();
        transport.manual();

        publish("before");
        ada.signIn(USER_DATA);
        clients.runAll();
        publish("after");
        home.runAll();
        assertThat(events(ada)).isEmpty();
        transport.settle();

        assertThat(events(tab)).containsExactly("before", "after");
        assertThat(events(ada)).containsExactly(SUCCESS, "after");
    }

    @Test
    void whatFollowsFromTheSignInComesBehindItsAnswer() {
        PusherClient ada = connect();
        transport.manual();

        ada.signIn("{\"id\":\"" + USER + "\",\"watchlist\":[\"" + USER + "\"]}")
                .subscribe(PRESENCE)
                .subscribe(USER_CHANNEL);
        publish("first");
        clients.runAll();
        assertThat(events(ada)).isEmpty();
        transport.settle();

        assertThat(events(ada))
                .startsWith(SUCCESS)
                .containsExactlyInAnyOrder(SUCCESS, SUCCEEDED, SUCCEEDED, WATCHLIST_EVENTS);
    }

    @Test
    void aCloseWhileTheSignInIsQueuedLeavesNoGhost() {
        PusherClient watching = connect().signIn("{\"id\":\"w\",\"watchlist\":[\"" + USER + "\"]}");
        watching.nextEvent();
        PusherClient ada = connect();
        transport.manual();

        ada.signIn(USER_DATA).subscribe(PRESENCE);
        clients.runAll();
        ada.socket().vanish();
        transport.settle();

        assertThat(reverb.await(reverb.server().channel(reverb.application().id(), USER_CHANNEL))
                        .occupied())
                .isFalse();
        assertThat(events(watching)).containsExactly(WATCHLIST_EVENTS, WATCHLIST_EVENTS);
    }

    @Test
    void aCloseWhileTheAnswersOfAWatchlistAreUnderWayLeavesNoWatcher() {
        PusherClient ada = connect();
        transport.manual();

        ada.signIn("{\"id\":\"w\",\"watchlist\":[\"" + USER + "\"]}");
        clients.runAll();
        home.runAll();
        clients.runAll();
        ada.socket().vanish();
        clients.runAll();
        PusherClient user = finished();

        assertThat(events(user)).containsExactly(SUCCESS);
    }

    private PusherClient finished() {
        transport.automatic();
        return connect().signIn(USER_DATA);
    }

    @Test
    void aTerminationFindsWhoHasNotBeenAnsweredYet() {
        PusherClient ada = connect();
        transport.manual();

        ada.signIn(USER_DATA);
        clients.runAll();
        reverb.server().terminateConnections(reverb.application().id(), USER);
        clients.runAll();
        home.runAll();
        transport.settle();

        ada.expectError(4009).expectClosed(4009, "The connection was terminated by the application");
    }
}

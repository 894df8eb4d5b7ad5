package dev.reverb.engine;

import static dev.reverb.engine.WatchlistEvents.offline;
import static dev.reverb.engine.WatchlistEvents.online;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watchlists whose users come and go at the very moment at which somebody begins to watch, or stops. */
class WatchlistTest {

    /** More than one lane's slice, and not a multiple of it. */
    private static final int MANY = 300;

    private ReverbTester reverb;

    @BeforeEach
    void start() {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .maxOutboundBytes(1_000)
                .build();
        reverb = ReverbTester.builder().application(application).lanes(2).start();
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private PusherClient connect(int lane) {
        return reverb.client(reverb.open(InMemoryRequest.upgrade("/app/app-key?protocol=7"), lane));
    }

    private PusherClient signedIn(int lane, String userData) {
        return connect(lane).signIn(userData).expectSignedIn(userData);
    }

    private static String user(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    private static String watcher(String... users) {
        return "{\"id\":\"watcher\",\"watchlist\":[\"" + String.join("\",\"", users) + "\"]}";
    }

    private static String homedOn(int lane) {
        return ChannelHomes.homedOn(lane, "#server-to-user-u").substring("#server-to-user-".length());
    }

    @Test
    void whoComesAndGoesBeforeTheFirstAnswerIsWrittenIntoIt() {
        String near = homedOn(0);
        String far = homedOn(1);
        PusherClient stays = signedIn(1, user(far));
        PusherClient goes = signedIn(0, user(near));
        PusherClient watching = connect(0);
        reverb.transport().manual();
        watching.signIn(watcher(near, far));
        // The lane of the first user and the watcher goes on, the other's stands still.
        while (reverb.transport().lane(1).pendingTasks() == 0) {
            reverb.transport().lane(0).runOne();
        }
        reverb.transport().lane(0).runAll();
        goes.socket().vanish();
        reverb.transport().lane(0).runAll();
        reverb.transport().automatic();
        watching.expectSignedIn(watcher(near, far));
        watching.expectText(online(far)).expectNothing();
        stays.socket().vanish();
        watching.expectText(offline(far));
    }

    @Test
    void eachChangeIsToldInItsOrder() {
        PusherClient watching = signedIn(0, watcher("a", "b"));
        for (int i = 0; i < 5; i++) {
            PusherClient a = signedIn(i % 2, user("a"));
            watching.expectText(online("a"));
            PusherClient second = signedIn((i + 1) % 2, user("a"));
            a.socket().vanish();
            watching.expectNothing();
            second.socket().vanish();
            watching.expectText(offline("a"));
        }
    }

    @Test
    void oneMayWatchOneself() {
        String data = "{\"id\":\"7\",\"watchlist\":[\"7\"]}";
        PusherClient ada = signedIn(0, data);
        ada.expectText(online("7"));
        PusherClient tab = signedIn(1, data);
        tab.expectText(online("7"));
        ada.socket().vanish();
        tab.expectNothing();
    }

    @Test
    void manyWatchersAreAllToldAndTheLaneDoesOtherThingsInBetween() {
        List<PusherClient> watching = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            watching.add(signedIn(0, watcher("star")));
        }
        PusherClient other = connect(0);
        PusherClient star = connect(1);
        reverb.transport().manual();
        star.signIn(user("star"));
        int told = 0;
        int turns = 0;
        while (told < MANY) {
            reverb.transport().lane(1).runTurn();
            reverb.transport().lane(0).runTurn();
            int now = (int) watching.stream()
                    .filter(client -> !client.socket().unread().isEmpty())
                    .count();
            assertThat(now - told).isLessThanOrEqualTo(128);
            told = now;
            assertThat(turns++).isLessThan(100);
        }
        reverb.transport().automatic();
        watching.forEach(client -> client.expectText(online("star")).expectNothing());
        other.expectNothing();
        star.expectSignedIn(user("star")).socket().vanish();
        watching.forEach(client -> client.expectText(offline("star")).expectNothing());
    }

    @Test
    void whoStopsWatchingAmongManyDoesNotDisturbTheOthers() {
        List<PusherClient> watching = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            watching.add(signedIn(i % 2, watcher("star")));
        }
        for (int i = 0; i < MANY; i += 3) {
            watching.get(i).socket().vanish();
        }
        PusherClient star = signedIn(0, user("star"));
        for (int i = 0; i < MANY; i++) {
            if (i % 3 != 0) {
                watching.get(i).expectText(online("star")).expectNothing();
            }
        }
        for (int i = 1; i < MANY; i += 3) {
            watching.get(i).signIn(watcher("nobody")).expectSignedIn(watcher("nobody"));
        }
        star.socket().vanish();
        for (int i = 2; i < MANY; i += 3) {
            watching.get(i - 1).expectNothing();
            watching.get(i).expectText(offline("star")).expectNothing();
        }
    }

    @Test
    void aWatcherThatDoesNotReadIsClosedAndTheOthersAreTold() {
        PusherClient slow = signedIn(0, watcher("star"));
        PusherClient watching = signedIn(0, watcher("star"));
        slow.socket().blockWrites();
        for (int i = 0; i < 20; i++) {
            signedIn(1, user("star")).socket().vanish();
            watching.expectText(online("star")).expectText(offline("star"));
        }
        slow.socket().unblockWrites();
        List<ServerFrame> frames = slow.socket().unread();
        assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(4100);
        slow.socket().skip();
        signedIn(1, user("star"));
        watching.expectText(online("star"));
    }
}

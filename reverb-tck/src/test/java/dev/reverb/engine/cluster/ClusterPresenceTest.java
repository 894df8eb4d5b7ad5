package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.channel.Member;
import dev.reverb.spi.scaling.ChannelAddress;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.PusherClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Presence channels over several servers: everybody sees the same members, and each comes and goes once. */
class ClusterPresenceTest {

    private static final String ROOM = "presence-room";
    private static final ChannelAddress ADDRESS = new ChannelAddress("app-id", ChannelName.of(ROOM));

    private static final Application APPLICATION = Application.builder("app-id", "app-key", "app-secret")
            .maxPresenceMembers(3)
            .subscriptionCountEvents(true)
            .build();

    private final Servers servers = Servers.start(3, APPLICATION);

    @AfterEach
    void stop() {
        servers.close();
    }

    private static Member member(String id) {
        return new Member(id, Optional.of("{\"name\":\"" + id + "\"}"));
    }

    private PusherClient join(int server, String id) {
        return servers.connect(server).subscribe(ROOM, member(id));
    }

    static String succeeded(String... ids) {
        String quoted = Stream.of(ids).map(id -> "\\\"" + id + "\\\"").collect(Collectors.joining(","));
        String hash = Stream.of(ids)
                .map(id -> "\\\"" + id + "\\\":{\\\"name\\\":\\\"" + id + "\\\"}")
                .collect(Collectors.joining(","));
        return "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"" + ROOM
                + "\",\"data\":\"{\\\"presence\\\":{\\\"count\\\":" + ids.length + ",\\\"ids\\\":[" + quoted
                + "],\\\"hash\\\":{" + hash + "}}}\"}";
    }

    static String added(String id) {
        return "{\"event\":\"pusher_internal:member_added\",\"channel\":\"" + ROOM
                + "\",\"data\":\"{\\\"user_id\\\":\\\"" + id + "\\\",\\\"user_info\\\":{\\\"name\\\":\\\"" + id
                + "\\\"}}\"}";
    }

    static String removed(String id) {
        return "{\"event\":\"pusher_internal:member_removed\",\"channel\":\"" + ROOM
                + "\",\"data\":\"{\\\"user_id\\\":\\\"" + id + "\\\"}\"}";
    }

    @Test
    void allServersSeeAllMembersInTheOrderOfTheirArrival() {
        PusherClient ada = join(0, "ada").expectText(succeeded("ada"));
        PusherClient bob = join(1, "bob").expectText(succeeded("ada", "bob"));
        ada.expectText(added("bob"));
        PusherClient eve = join(2, "eve").expectText(succeeded("ada", "bob", "eve"));
        ada.expectText(added("eve"));
        bob.expectText(added("eve"));
        ada.unsubscribe(ROOM);
        bob.expectText(removed("ada"));
        eve.expectText(removed("ada"));
        join(0, "kim").expectText(succeeded("bob", "eve", "kim"));
        eve.expectText(added("kim")).expectNothing();
        bob.expectText(added("kim")).expectNothing();
        assertThat(servers.server(2)
                        .request("GET", "/channels/" + ROOM + "/users")
                        .body())
                .isEqualTo("{\"users\":[{\"id\":\"bob\"},{\"id\":\"eve\"},{\"id\":\"kim\"}]}");
    }

    @Test
    void aUserWithATabOnEachServerComesAndGoesOnce() {
        PusherClient watching = join(0, "eve").expectText(succeeded("eve"));
        PusherClient one = join(1, "ada").expectText(succeeded("eve", "ada"));
        PusherClient two = join(2, "ada").expectText(succeeded("eve", "ada"));
        PusherClient three = join(2, "ada").expectText(succeeded("eve", "ada"));
        watching.expectText(added("ada")).expectNothing();
        one.socket().vanish();
        two.unsubscribe(ROOM);
        watching.expectNothing();
        three.socket().vanish();
        watching.expectText(removed("ada")).expectNothing();
    }

    @Test
    void aFullChannelIsFullOnAllServers() {
        join(0, "a").expectText(succeeded("a"));
        join(1, "b").expectText(succeeded("a", "b"));
        PusherClient c = join(2, "c").expectText(succeeded("a", "b", "c"));
        PusherClient refused = join(0, "d").expectSubscriptionError(ROOM);
        join(1, "a").expectText(succeeded("a", "b", "c"));
        c.unsubscribe(ROOM);
        refused.subscribe(ROOM, member("d")).expectText(succeeded("a", "b", "d"));
    }

    @Test
    void whoIsRefusedTwiceAtOnceLeavesNothing() {
        join(0, "a").expectText(succeeded("a"));
        join(1, "b").expectText(succeeded("a", "b"));
        join(2, "c").expectText(succeeded("a", "b", "c"));
        servers.cluster.manual();
        PusherClient one = join(0, "d");
        PusherClient two = join(0, "d");
        two.socket().vanish();
        servers.settle();
        one.expectSubscriptionError(ROOM);
    }

    @Test
    void tabsThatComeWhileTheUserIsBeingAddedWaitWithIt() {
        PusherClient eve = join(1, "eve").expectText(succeeded("eve"));
        servers.cluster.manual();
        PusherClient one = join(0, "ada");
        PusherClient two = join(0, "ada");
        PusherClient gone = join(0, "ada");
        gone.socket().vanish();
        one.expectNothing();
        servers.settle();
        one.expectText(succeeded("eve", "ada")).expectNothing();
        two.expectText(succeeded("eve", "ada")).expectNothing();
        eve.expectText(added("ada")).expectNothing();
        one.socket().vanish();
        two.socket().vanish();
        servers.settle();
        eve.expectText(removed("ada")).expectNothing();
    }

    @Test
    void whoIsGoneBeforeBeingAddedIsTakenOutAgain() {
        PusherClient eve = join(1, "eve").expectText(succeeded("eve"));
        servers.cluster.manual();
        PusherClient ada = join(0, "ada");
        // The channel is followed, and the user on the way.
        assertThat(servers.bus(0).deliver(ADDRESS)).isTrue();
        servers.server(0).transport().settle();
        ada.socket().vanish();
        servers.settle();
        eve.expectText(added("ada")).expectText(removed("ada")).expectNothing();
    }

    @Test
    void theMembersOfAKilledServerAreGoneWithinALease() {
        PusherClient eve = join(0, "eve").expectText(succeeded("eve"));
        join(1, "ada").expectText(succeeded("eve", "ada"));
        eve.expectText(added("ada"));
        servers.kill(1);
        servers.advance(InMemoryCluster.LEASE.minusSeconds(1));
        eve.expectNothing();
        servers.advance(Duration.ofSeconds(1));
        eve.expectText(removed("ada")).expectNothing();
    }

    @Test
    void aServerThatWasCutOffComesBackWithItsMembers() {
        PusherClient eve = join(0, "eve").expectText(succeeded("eve"));
        PusherClient ada = join(1, "ada").expectText(succeeded("eve", "ada"));
        eve.expectText(added("ada"));
        servers.bus(1).cutOff();
        PusherClient bob = join(1, "bob").expectText(succeeded("eve", "ada", "bob"));
        ada.expectText(added("bob"));
        servers.advance(InMemoryCluster.LEASE);
        eve.expectText(removed("ada")).expectNothing();
        servers.bus(1).mend();
        servers.settle();
        assertThat(List.of(eve.nextEvent().data(), eve.nextEvent().data()))
                .anyMatch(data -> data.contains("ada"))
                .anyMatch(data -> data.contains("bob"));
        eve.expectNothing();
        ada.expectNothing();
        bob.expectNothing();
    }

    @Test
    void countsAreThoseOfAllServers() {
        PusherClient one = servers.connect(0).subscribe("orders").expectSubscribed("orders");
        one.expectText(count(1));
        PusherClient two = servers.connect(1).subscribe("orders").expectSubscribed("orders");
        one.expectText(count(2));
        two.expectText(count(2));
        two.socket().vanish();
        one.expectText(count(1)).expectNothing();
    }

    private static String count(int subscriptions) {
        return "{\"event\":\"pusher_internal:subscription_count\",\"channel\":\"orders\",\"data\":\"{\\\"subscription_count\\\":"
                + subscriptions + "}\"}";
    }
}

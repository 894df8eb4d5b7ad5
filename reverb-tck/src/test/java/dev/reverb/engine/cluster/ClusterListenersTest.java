package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.event.CacheMiss;
import dev.reverb.event.ChannelCreated;
import dev.reverb.event.ChannelOccupied;
import dev.reverb.event.ChannelRemoved;
import dev.reverb.event.ChannelVacated;
import dev.reverb.event.ClientEvent;
import dev.reverb.event.EventPublished;
import dev.reverb.event.MemberAdded;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.ServerListener;
import dev.reverb.event.Subscribed;
import dev.reverb.event.Unsubscribed;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.transport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners of several servers: what happens to all together is told to one of them, what happens on one to that one. No webhooks. */
class ClusterListenersTest {

    private static final Application APPLICATION = Application.of("app-id", "app-key", "app-secret");
    private static final Duration GRACE = APPLICATION.webhookGraceTime();

    /** Of all servers, in the order in which they were told; each line begins with the number of the server. */
    private final List<String> told = new ArrayList<>();

    private final List<Server> listeners = new ArrayList<>();
    private final Servers servers = new Servers(2, APPLICATION, settings -> {
        Server listener = new Server(listeners.size());
        listeners.add(listener);
        settings.listener(listener);
    });

    private synchronized void add(int server, String line) {
        told.add(server + " " + line);
    }

    private synchronized boolean has(String line) {
        return told.contains(line);
    }

    private final class Server implements ServerListener {
        private final int number;

        Server(int number) {
            this.number = number;
        }

        @Override
        public void onSubscribed(Subscribed event) {
            add(
                    number,
                    "subscribed " + event.channel()
                            + event.member()
                                    .map(member -> " " + member.userId())
                                    .orElse(""));
        }

        @Override
        public void onUnsubscribed(Unsubscribed event) {
            add(number, "unsubscribed " + event.channel());
        }

        @Override
        public void onChannelCreated(ChannelCreated event) {
            add(number, "created " + event.channel());
        }

        @Override
        public void onChannelRemoved(ChannelRemoved event) {
            add(number, "removed " + event.channel());
        }

        @Override
        public void onChannelOccupied(ChannelOccupied event) {
            add(9, "occupied " + event.channel());
        }

        @Override
        public void onChannelVacated(ChannelVacated event) {
            add(9, "vacated " + event.channel());
        }

        @Override
        public void onMemberAdded(MemberAdded event) {
            add(9, "added " + event.userId());
        }

        @Override
        public void onMemberRemoved(MemberRemoved event) {
            add(9, "removed " + event.userId());
        }

        @Override
        public void onClientEvent(ClientEvent event) {
            add(number, "said " + event.data().orElse(""));
        }

        @Override
        public void onCacheMiss(CacheMiss event) {
            add(number, "missed " + event.channel());
        }

        @Override
        public void onEventPublished(EventPublished event) {
            add(number, "published " + event.event());
        }
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    /** What was told since the last time, with 9 for whichever server it was. */
    private List<String> take() {
        servers.settle();
        for (int i = 0; i < listeners.size(); i++) {
            servers.settled(servers.server(i).server().publish("app-id", "marker", "marker", ""));
            String marker = i + " published marker";
            Await.until("the listener of server " + i, () -> has(marker));
        }
        synchronized (this) {
            List<String> taken = told.stream()
                    .filter(line -> !line.endsWith("published marker"))
                    .toList();
            told.clear();
            return taken;
        }
    }

    private static Member member(String id) {
        return new Member(id, Optional.empty());
    }

    @Test
    void whatHappensToAllTogetherIsToldOnce() {
        PusherClient one = servers.connect(0).subscribe("orders").expectSubscribed("orders");
        PusherClient two = servers.connect(1).subscribe("orders").expectSubscribed("orders");
        assertThat(take())
                .containsExactlyInAnyOrder(
                        "0 created orders",
                        "0 subscribed orders",
                        "1 created orders",
                        "1 subscribed orders",
                        "9 occupied orders");
        one.socket().vanish();
        servers.advance(GRACE.multipliedBy(2));
        assertThat(take()).containsExactly("0 unsubscribed orders", "0 removed orders");
        two.socket().vanish();
        servers.advance(GRACE.minusSeconds(1));
        assertThat(take()).containsExactly("1 unsubscribed orders", "1 removed orders");
        servers.advance(Duration.ofSeconds(2));
        assertThat(take()).containsExactly("9 vacated orders");
    }

    @Test
    void membersAreToldOnceAndAMoveToAnotherServerNotAtAll() {
        PusherClient one = servers.connect(0).subscribe("presence-room", member("ada"));
        assertThat(take())
                .containsExactlyInAnyOrder(
                        "0 created presence-room",
                        "0 subscribed presence-room ada",
                        "9 occupied presence-room",
                        "9 added ada");
        one.socket().vanish();
        servers.settle();
        PusherClient two = servers.connect(1).subscribe("presence-room", member("ada"));
        servers.advance(GRACE.multipliedBy(2));
        assertThat(take())
                .containsExactlyInAnyOrder(
                        "0 unsubscribed presence-room",
                        "0 removed presence-room",
                        "1 created presence-room",
                        "1 subscribed presence-room ada");
        two.socket().vanish();
        servers.advance(GRACE.multipliedBy(2));
        assertThat(take())
                .containsSubsequence("9 removed ada", "9 vacated presence-room")
                .hasSize(4);
    }

    @Test
    void clientEventsCacheMissesAndPublishesAreToldWhereTheyHappen() {
        PusherClient one = servers.connect(0).subscribe("private-cache-chat");
        PusherClient two = servers.connect(1).subscribe("private-cache-chat");
        take();
        one.whisper("private-cache-chat", "client-hello", "\"hi\"");
        assertThat(take()).containsExactly("0 said hi");
        servers.settled(servers.server(1).server().publish("app-id", "private-cache-chat", "E", "{}"));
        assertThat(take()).containsExactly("1 published E");
        servers.connect(1).subscribe("cache-price");
        assertThat(take()).contains("1 missed cache-price");
        one.socket().skip();
        two.socket().skip();
    }
}

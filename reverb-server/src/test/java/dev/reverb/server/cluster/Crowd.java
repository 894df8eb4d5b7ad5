package dev.reverb.server.cluster;

import dev.reverb.application.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Many clients that come, join, leave, vanish and come back, each at its own pace, and a publisher who knows all nodes. Everything at
 * random from one seed, as far as a cluster of processes lets itself be repeated. Acts on the loop's thread.
 */
final class Crowd implements Peer.Observer {

    static final List<String> CHANNELS = List.of(
            "presence-hall",
            "presence-room.1",
            "presence-room.2",
            "presence-room.3",
            "presence-cache-desk",
            "private-chat.1",
            "private-chat.2",
            "news",
            "sports",
            "cache-price",
            "private-cache-offer");

    private static final int CONNECTIONS_OF_A_USER = 3;
    private static final int ACTION_MILLIS = 2_500;
    private static final int PUBLISH_MILLIS = 25;
    private static final int COME_BACK_MILLIS = 2_000;
    private static final int RECONNECT_MILLIS = 400;
    private static final int MOST_CHANNELS = 4;
    private static final int WATCHED = 4;

    private final Application application;
    private final ClientLoop loop;
    private final Nodes nodes;
    private final NodeApi api;
    private final EventLedger ledger;
    private final Random random;
    private final List<Peer> peers = new ArrayList<>();
    private final Set<Peer> staying = new HashSet<>();
    private final List<Wire> frozen = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> misfits = new ConcurrentLinkedQueue<>();
    private boolean active = true;
    private boolean freezing = true;
    private boolean over;

    Crowd(
            Application application,
            ClientLoop loop,
            Nodes nodes,
            NodeApi api,
            EventLedger ledger,
            Random random,
            int size) {
        this.application = application;
        this.loop = loop;
        this.nodes = nodes;
        this.api = api;
        this.ledger = ledger;
        this.random = random;
        for (int i = 0; i < size; i++) {
            peers.add(new Peer(application, loop, this, "p" + i, "u" + i / CONNECTIONS_OF_A_USER));
        }
    }

    List<Peer> peers() {
        return peers;
    }

    /** What clients were told that does not fit what they had been told before. */
    List<String> misfits() {
        return List.copyOf(misfits);
    }

    private int within(int millis) {
        return 1 + random.nextInt(millis);
    }

    private void after(int millis, Runnable task) {
        loop.after(Duration.ofMillis(millis), task);
    }

    // ---- the course of things ----

    /** They come, one after the other, and begin. */
    void begin() {
        peers.forEach(peer -> {
            after(within(COME_BACK_MILLIS), () -> come(peer));
            after(within(ACTION_MILLIS) + COME_BACK_MILLIS, () -> act(peer));
        });
        publish();
    }

    /** They do nothing new; whoever is on the way arrives, and some stay away. */
    void rest(double away) {
        active = false;
        for (Peer peer : peers) {
            if (random.nextDouble() < away) {
                staying.add(peer);
                if (peer.hasWire()) {
                    vanish(peer);
                }
            }
        }
    }

    /** From now on nobody vanishes in such a way that the server has to find out. */
    void freezeNoMore() {
        freezing = false;
    }

    /** They go on. */
    void goOn() {
        active = true;
        staying.clear();
        peers.stream().filter(peer -> !peer.hasWire()).forEach(this::comeSoon);
        publish();
    }

    /** One more comes to each node, and asks for everything: what it is answered is what the node knows. */
    void look() {
        for (int node : nodes.up()) {
            Peer watcher = new Peer(application, loop, this, "w" + node, "watcher" + node);
            CHANNELS.forEach(channel -> watcher.view(channel).wanted = true);
            peers.add(watcher);
            watcher.connect(node, nodes.port(node));
        }
    }

    /** All go, and stay away. */
    void leave() {
        rest(1.1);
        over = true;
    }

    /** All stay where they are; who loses the connection does not come back. */
    void stay() {
        active = false;
        over = true;
        staying.addAll(peers);
    }

    /** The ends of connections that nobody has looked after. */
    void bury() {
        frozen.forEach(Wire::bury);
    }

    private void come(Peer peer) {
        if (!peer.hasWire() && !staying.contains(peer)) {
            int node = nodes.any(random);
            peer.connect(node, nodes.port(node));
        }
    }

    private void comeSoon(Peer peer) {
        after(within(COME_BACK_MILLIS), () -> come(peer));
    }

    // ---- what a client does ----

    private void act(Peer peer) {
        if (over) {
            return;
        }
        after(within(2 * ACTION_MILLIS), () -> act(peer));
        if (active && peer.isUp() && peer.isSettled()) {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> {
                    vanish(peer);
                    comeSoon(peer);
                }
                case 3, 4 -> signIn(peer);
                case 5, 6, 7 -> whisper(peer);
                case 8 -> terminate(peer);
                default -> toggle(peer);
            }
        }
    }

    private void vanish(Peer peer) {
        switch (random.nextInt(freezing ? 5 : 4)) {
            case 0, 1 -> peer.go(Wire::leave);
            case 2 -> peer.go(Wire::drop);
            case 3 -> peer.go(Wire::reset);
            default -> frozen.add(peer.go(Wire::freeze));
        }
    }

    private void toggle(Peer peer) {
        String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
        View view = peer.view(channel);
        if (view.isOn()) {
            peer.unsubscribe(channel);
        } else if (peer.wanted().size() < MOST_CHANNELS) {
            peer.subscribe(channel);
        }
    }

    private void signIn(Peer peer) {
        if (!peer.wantsToBeSignedIn()) {
            Set<String> watched = new TreeSet<>();
            for (int i = 0; i < WATCHED; i++) {
                watched.add(anyOf(peers).user());
            }
            peer.signIn(watched);
        }
    }

    private void whisper(Peer peer) {
        Stream.of("private-chat.1", "private-chat.2")
                .filter(channel -> peer.view(channel).isOn())
                .findFirst()
                .ifPresent(channel -> peer.whisper(channel, ledger.next(channel, peer.socketId()).number));
    }

    private void terminate(Peer peer) {
        if (random.nextInt(4) == 0) {
            api.terminate(nodes.port(nodes.any(random)), peer.user());
        }
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    // ---- the publisher ----

    private void publish() {
        if (!active) {
            return;
        }
        after(within(2 * PUBLISH_MILLIS), this::publish);
        Peer somebody = anyOf(peers);
        String channel = random.nextInt(8) == 0
                ? "#server-to-user-" + somebody.user()
                : CHANNELS.get(random.nextInt(CHANNELS.size()));
        EventLedger.Published event = ledger.next(channel, random.nextInt(4) == 0 ? somebody.socketId() : "");
        CompletableFuture<Integer> answer =
                api.publish(nodes.port(nodes.any(random)), channel, Long.toString(event.number), event.excluded);
        answer.thenAccept(status -> {
            if (status == 200) {
                event.taken();
            }
        });
    }

    // ---- what clients tell ----

    @Override
    public void established(Peer peer) {
        if (peer.wanted().isEmpty()) {
            peer.subscribe(anyOf(CHANNELS));
        }
    }

    @Override
    public void closed(Peer peer, int code) {
        if (!staying.contains(peer)) {
            after(within(RECONNECT_MILLIS), () -> come(peer));
        }
    }

    @Override
    public void misfit(String what) {
        misfits.add(what);
    }

    @Override
    public void began(View.Period period) {
        ledger.began(period);
    }
}

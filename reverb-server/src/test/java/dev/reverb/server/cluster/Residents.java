package dev.reverb.server.cluster;

import dev.reverb.application.Application;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Clients that stay: each is on all channels from the first to the last, and where its node sends it away it goes on to the next at once, as
 * behind a load balancer. Some users have two tabs, never on the same node. Acts on the loop's thread.
 */
final class Residents implements Peer.Observer {

    static final String ROOM = "presence-room";
    static final List<String> CHANNELS = List.of(ROOM, "news", "private-chat");

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ClientLoop loop;
    private final Nodes nodes;
    private final EventLedger ledger;
    private final List<Peer> peers = new ArrayList<>();
    private final Map<Peer, Peer> otherTabs = new HashMap<>();
    private final Map<String, Integer> moves = new HashMap<>();
    private final List<String> misfits = new ArrayList<>();

    Residents(
            Application application, ClientLoop loop, Nodes nodes, EventLedger ledger, int users, int usersOfTwoTabs) {
        this.loop = loop;
        this.nodes = nodes;
        this.ledger = ledger;
        for (int user = 0; user < users; user++) {
            Peer peer = new Peer(application, loop, this, "p" + user, "u" + user);
            peers.add(peer);
            if (user < usersOfTwoTabs) {
                Peer tab = new Peer(application, loop, this, "q" + user, "u" + user);
                peers.add(tab);
                otherTabs.put(peer, tab);
                otherTabs.put(tab, peer);
            }
        }
    }

    List<Peer> peers() {
        return peers;
    }

    /** What should not have come, or been. */
    List<String> misfits() {
        return misfits;
    }

    /** How often a user was sent away, tabs together. */
    int moves(String user) {
        return moves.getOrDefault(user, 0);
    }

    boolean hasTwoTabs(String user) {
        return otherTabs.keySet().stream().anyMatch(peer -> peer.user().equals(user));
    }

    boolean areSettled() {
        return peers.stream()
                .allMatch(peer -> peer.isUp()
                        && peer.isSettled()
                        && CHANNELS.stream()
                                .allMatch(channel -> peer.view(channel).isOn()));
    }

    /** They come, spread over all nodes. */
    void begin() {
        for (int i = 0; i < peers.size(); i++) {
            int node = i % nodes.size();
            peers.get(i).connect(node, nodes.port(node));
        }
    }

    @Override
    public void established(Peer peer) {
        CHANNELS.stream().filter(channel -> !peer.view(channel).wanted).forEach(peer::subscribe);
    }

    @Override
    public void closed(Peer peer, int code) {
        if (code == 4200) {
            moves.merge(peer.user(), 1, Integer::sum);
            connectToNext(peer);
        } else if (code == Wire.ABNORMAL && peer.lastClose() == 0) {
            // Nobody listens there, or not to newcomers.
            loop.after(PAUSE, () -> connectToNext(peer));
        } else {
            misfit(peer + " was closed with " + code);
        }
    }

    private void connectToNext(Peer peer) {
        int next = (peer.node() + 1) % nodes.size();
        Peer tab = otherTabs.get(peer);
        if (tab != null && tab.node() == next) {
            next = (next + 1) % nodes.size();
        }
        peer.connect(next, nodes.port(next));
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

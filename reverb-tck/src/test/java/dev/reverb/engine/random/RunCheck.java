package dev.reverb.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.ChannelInfo;
import dev.reverb.engine.random.Told.Kind;
import dev.reverb.engine.random.Traffic.Published;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.ServerFrame;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold in a run: of the server's state whenever it rests, and of everybody's history in the end. */
final class RunCheck {

    private final ReverbTester reverb;
    private final Phases phases;
    private final Traffic traffic;
    private final RandomClient observer;
    private final List<RandomClient> clients;

    RunCheck(ReverbTester reverb, Phases phases, Traffic traffic, RandomClient observer, List<RandomClient> clients) {
        this.reverb = reverb;
        this.phases = phases;
        this.traffic = traffic;
        this.observer = observer;
        this.clients = clients;
    }

    // The server rests.

    void checkState() {
        Stream.of(RandomRun.OBSERVED, RandomRun.UNOBSERVED, RandomRun.OF_USERS)
                .flatMap(List::stream)
                .forEach(this::checkState);
        checkWatchers();
    }

    private void checkWatchers() {
        List<RandomClient> signedIn =
                clients.stream().filter(RandomClient::isSignedIn).toList();
        Set<String> online = signedIn.stream().map(RandomClient::user).collect(Collectors.toSet());
        for (RandomClient client : signedIn) {
            Set<String> watchedAndOnline = new HashSet<>(client.watchLog().watched());
            watchedAndOnline.retainAll(online);
            assertThat(client.watchLog().online())
                    .as("what %s knows of %s", client, client.watchLog().watched())
                    .isEqualTo(watchedAndOnline);
        }
    }

    private void checkState(String channel) {
        List<RandomClient> subscribers =
                clients.stream().filter(client -> client.wants(channel)).toList();
        String app = reverb.application().id();
        ChannelInfo info = reverb.await(reverb.server().channel(app, channel));
        assertThat(info.occupied()).as(channel).isEqualTo(!subscribers.isEmpty());
        if (!channel.startsWith("presence-")) {
            // The crowd is on one channel, and looked at by itself.
            if (!channel.equals("orders")) {
                assertThat(info.subscriptionCount()).as(channel).hasValue(subscribers.size());
            }
            return;
        }
        Roster members = Roster.of(reverb.await(reverb.server().members(app, channel)));
        assertThat(info.userCount()).as(channel).hasValue(members.size());
        assertThat(members.size()).as(channel).isEqualTo((int)
                subscribers.stream().map(RandomClient::user).distinct().count());
        for (RandomClient subscriber : subscribers) {
            assertThat(subscriber.log(channel).view())
                    .as("what %s knows of %s", subscriber, channel)
                    .hasToString(members.toString());
        }
    }

    // The run is over.

    void checkHistory(List<InMemoryClient> crowd) {
        Map<RandomClient, Integer> whispers = new HashMap<>();
        for (String channel : RandomRun.OBSERVED) {
            ChannelOrder order = ChannelOrder.observed(observer.log(channel).told(), traffic);
            checkPublished(channel, order);
            checkWhispers(channel, order, whispers);
            replay(channel, order);
        }
        for (RandomClient client : clients) {
            int delivered = whispers.getOrDefault(client, 0);
            assertThat(delivered)
                    .as("whispers of %s", client)
                    .isBetween(client.isGone() ? 0 : client.acceptedWhispers(), client.acceptedWhispers());
        }
        Stream.of(RandomRun.UNOBSERVED, RandomRun.OF_USERS)
                .flatMap(List::stream)
                .forEach(channel -> replay(channel, ChannelOrder.published(channel, traffic)));
        crowd.forEach(this::checkCrowd);
    }

    private void replay(String channel, ChannelOrder order) {
        clients.stream()
                .filter(client -> client != observer)
                .forEach(client -> new Replay(client, channel, order, phases, traffic).check());
    }

    private void checkPublished(String channel, ChannelOrder order) {
        assertThat(order.events().stream().filter(event -> event.kind() == Kind.PUBLISHED))
                .as(channel)
                .extracting(Told::text)
                .containsExactlyElementsOf(
                        traffic.publishedTo(channel).map(Published::text).toList());
    }

    private void checkWhispers(String channel, ChannelOrder order, Map<RandomClient, Integer> whispers) {
        Map<RandomClient, Integer> last = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            Told whisper = order.get(i);
            if (whisper.kind() != Kind.WHISPERED) {
                continue;
            }
            RandomClient sender = traffic.senderOf(whisper);
            whispers.merge(sender, 1, Integer::sum);
            Integer before = last.put(sender, Traffic.numberOf(whisper));
            assertThat(before == null || before < Traffic.numberOf(whisper))
                    .as("%s after %s", whisper, before)
                    .isTrue();
            boolean presence = channel.startsWith("presence-");
            assertThat(whisper.userId()).as("%s", whisper).isEqualTo(presence ? sender.user() : "");
            if (presence) {
                assertThat(order.snapshot(i)).contains("\"" + sender.user() + "\":");
            }
        }
    }

    private void checkCrowd(InMemoryClient member) {
        assertThat(member.unread().stream().map(ServerFrame::text))
                .containsExactlyElementsOf(traffic.publishedTo("orders")
                        .map(event -> "{\"event\":\"said\",\"channel\":\"orders\",\"data\":\"" + event.text() + "\"}")
                        .toList());
    }
}

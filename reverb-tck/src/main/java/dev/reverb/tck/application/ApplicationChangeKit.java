package dev.reverb.tck.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ClientEventPolicy;
import dev.reverb.tck.transport.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Adds, changes and removes an application while 1 002 clients of three applications are connected over real sockets, and
 * numbered events are published to all of them:
 *
 * <ul>
 *   <li>clients of the removed one are told {@code pusher:error} 4003 and closed with it, publishers 404, and who comes next 4001;
 *   <li>clients of the changed one stay as they are; new ones have its new limits, and only its new secret is good for the API;
 *   <li>the added one is served;
 *   <li>no other connection closes, and nobody misses an event, or is told one twice or out of order.
 * </ul>
 *
 * <p>A server under test listens on the loopback address without TLS, asks the provider with an {@code application_check_interval} of
 * seconds, and finds what {@link #applications} says at first.
 */
public final class ApplicationChangeKit {

    private static final int CLIENTS_OF_EACH = 334;
    private static final int EVENTS_AFTERWARDS = 10;
    private static final String ROOM = "private-room";

    private static final Application KEPT = Application.of("kit-kept", "kit-kept-key", "kit-kept-secret");
    private static final Application CHANGING = Application.of("kit-changing", "kit-changing-key", "kit-old-secret");
    private static final Application CHANGED = Application.builder("kit-changing", "kit-changing-key", "kit-new-secret")
            .maxConnections(CLIENTS_OF_EACH + 1)
            .acceptClientEventsFrom(ClientEventPolicy.NONE)
            .build();
    private static final Application REMOVED = Application.of("kit-removed", "kit-removed-key", "kit-removed-secret");
    private static final Application ADDED = Application.of("kit-added", "kit-added-key", "kit-added-secret");

    private final KitServer server;
    private final ApplicationStore store;
    private final List<KitClient> ofKept = new ArrayList<>();
    private final List<KitClient> ofChanging = new ArrayList<>();
    private final List<KitClient> ofRemoved = new ArrayList<>();

    private ApplicationChangeKit(KitServer server, ApplicationStore store) {
        this.server = server;
        this.store = store;
    }

    /**
     * What the store holds before a run.
     *
     * @return three applications
     */
    public static List<Application> applications() {
        return List.of(KEPT, CHANGING, REMOVED);
    }

    /**
     * Runs it; some ten seconds.
     *
     * @param port the server's
     * @param store where its applications are kept
     * @throws Exception where the store, or a connection, fails
     * @throws AssertionError where something else is seen than what is said above
     */
    public static void run(int port, ApplicationStore store) throws Exception {
        new ApplicationChangeKit(new KitServer(port), store).run();
    }

    private void run() throws Exception {
        connectAll();
        KitNumbers kept = new KitNumbers(server, KEPT);
        KitNumbers changing = new KitNumbers(server, CHANGING, CHANGED);
        KitNumbers removed = new KitNumbers(server, REMOVED);
        KitPublisher publisher = KitPublisher.of(kept, changing, removed);
        try {
            Await.until("the first events", () -> kept.published() > 1 && removed.published() > 1);
            store.put(ADDED);
            store.put(CHANGED);
            store.remove(REMOVED.id());
            Await.until("the new secret to be the only one", changing::isUnderLast);
            Await.until(
                    "the end of all of the removed", () -> ofRemoved.stream().allMatch(KitClient::isClosed));
            theRemovedAreTold(removed);
            theChangedIsAsItWasAndAsItIs();
            theAddedIsServed();
            int last = kept.published() + EVENTS_AFTERWARDS;
            Await.until("some more events", () -> kept.published() >= last && changing.published() >= last);
        } finally {
            publisher.stop();
        }
        nobodyElseHasNoticed(ofKept, kept);
        nobodyElseHasNoticed(ofChanging, changing);
    }

    private void connectAll() {
        for (int i = 0; i < CLIENTS_OF_EACH; i++) {
            ofKept.add(server.connect(KEPT).subscribe(KitNumbers.CHANNEL));
            ofChanging.add(server.connect(CHANGING).subscribe(KitNumbers.CHANNEL));
            ofRemoved.add(server.connect(REMOVED).subscribe(KitNumbers.CHANNEL));
        }
        Await.until(
                "all to be subscribed",
                () -> Stream.of(ofKept, ofChanging, ofRemoved)
                        .flatMap(List::stream)
                        .allMatch(client -> client.isSubscribedTo(KitNumbers.CHANNEL)));
    }

    private void theRemovedAreTold(KitNumbers numbers) {
        for (KitClient client : ofRemoved) {
            assertThat(client.errors()).as("%s", client).containsExactly(4003);
            assertThat(client.closeCode()).as("%s", client).isEqualTo(4003);
            assertThat(client.eventsInOrder()).as("%s", client).isBetween(1, numbers.published());
        }
        Await.until("publishers of the removed to be told", numbers::isRefused);
        KitClient late = server.connect(REMOVED);
        Await.until("who comes late to be refused", late::isClosed);
        assertThat(late.closeCode()).isEqualTo(4001);
    }

    private void theChangedIsAsItWasAndAsItIs() {
        assertThat(server.publish(CHANGING, 0)).as("the old secret").isEqualTo(401);
        KitClient ada = ofChanging.get(0).subscribe(ROOM);
        KitClient bob = ofChanging.get(1).subscribe(ROOM);
        Await.until("the old secret to be good", () -> ada.isSubscribedTo(ROOM) && bob.isSubscribedTo(ROOM));
        ada.whisper(ROOM);
        Await.until("the old policy to hold", () -> bob.whispers() == 1);

        KitClient fresh = server.connect(CHANGED).subscribe(ROOM);
        Await.until("the new secret to be good", () -> fresh.isSubscribedTo(ROOM));
        fresh.whisper(ROOM);
        Await.until("the new policy to hold", () -> fresh.errors().equals(List.of(4301)));
        KitClient oneTooMany = server.connect(CHANGED);
        Await.until("the new limit to hold", oneTooMany::isClosed);
        assertThat(oneTooMany.closeCode()).isEqualTo(4004);
        fresh.leave();
    }

    private void theAddedIsServed() {
        KitClient client = server.connect(ADDED).subscribe(KitNumbers.CHANNEL);
        Await.until("the added one's channel", () -> client.isSubscribedTo(KitNumbers.CHANNEL));
        assertThat(server.publish(ADDED, 1)).isEqualTo(200);
        Await.until("the added one's event", () -> client.eventsInOrder() == 1);
        client.leave();
    }

    private void nobodyElseHasNoticed(List<KitClient> clients, KitNumbers numbers) {
        int all = numbers.published();
        Await.until("the last events", () -> clients.stream().allMatch(client -> client.eventsInOrder() >= all));
        for (KitClient client : clients) {
            assertThat(client.eventsInOrder()).as("%s", client).isEqualTo(all);
            assertThat(client.errors()).as("%s", client).isEmpty();
            assertThat(client.isClosed()).as("%s", client).isFalse();
            client.leave();
        }
    }
}

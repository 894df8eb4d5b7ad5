package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.SocketId;
import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.interception.SubscriptionRequest;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Several interceptors, one after the other. */
class InterceptorChainTest extends InterceptionCase {

    private record Session(String name) {}

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Accepts, and appends to the data of client events. */
    private final class Appending implements Interceptor {

        private final String name;

        Appending(String name) {
            this.name = name;
        }

        @Override
        public CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
            asked.add(name + " connection");
            return completedStage(ConnectionDecision.accept());
        }

        @Override
        public CompletionStage<ClientEventDecision> decideClientEvent(ClientEventRequest request) {
            asked.add(name + " " + request.data().orElse(""));
            String data = request.data().orElse("").replace("]", ",\"" + name + "\"]");
            return completedStage(ClientEventDecision.acceptWith(data));
        }
    }

    @Test
    void areAskedInTheirOrderAndSeeWhatThoseBeforeHaveChanged() {
        start(new Appending("a"), Interceptors.onSubscription(request -> completedStage(null)), new Appending("b"));
        PusherClient ada = reverb.client(awaitFrame(reverb.open(CONNECT)));
        assertThat(asked).containsExactly("a connection", "b connection");
        assertThat(failures).hasValue(0);
        ada.subscribe("private-x");
        awaitFrame(ada).expectSubscriptionError("private-x");
        assertThat(failures).as("the one that answers null").hasValue(1);
    }

    @Test
    void eachChangesWhatTheNextOneSees() {
        Held<ClientEventRequest, ClientEventDecision> held = new Held<>();
        start(new Appending("a"), Interceptors.onClientEvent(held::hold), new Appending("c"));
        PusherClient ada = reverb.client(awaitFrame(reverb.open(CONNECT)));
        PusherClient bob = reverb.client(awaitFrame(reverb.open(CONNECT)));
        ada.subscribe("private-x").expectSubscribed("private-x");
        bob.subscribe("private-x").expectSubscribed("private-x");
        ada.whisper("private-x", "client-e", "[0]");
        Held.Asked<ClientEventRequest, ClientEventDecision> second = held.next();
        assertThat(second.request().data()).contains("[0,\"a\"]");
        second.answer(ClientEventDecision.acceptWith("[\"b\"]"));
        awaitFrame(bob).expect("client-e", "private-x", "[\"b\",\"c\"]");
    }

    @Test
    void theFirstThatRefusesHasDecided() {
        start(
                new Appending("a"),
                Interceptors.onConnection(request -> completedStage(ConnectionDecision.refuse(4001, "first"))),
                new Appending("c"),
                Interceptors.onConnection(request -> completedStage(ConnectionDecision.refuse(4002, "second"))));
        awaitFrame(reverb.open(CONNECT))
                .expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4001,\"message\":\"first\"}}")
                .skip();
        assertThat(asked).containsExactly("a connection");
    }

    @Test
    void theTimeIsForAllTogether() {
        Held<ConnectionRequest, ConnectionDecision> first = new Held<>();
        Held<ConnectionRequest, ConnectionDecision> second = new Held<>();
        start(Interceptors.onConnection(first::hold), Interceptors.onConnection(second::hold));
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> one = first.next();
        reverb.advance(TIMEOUT.minusMillis(1));
        one.answer(ConnectionDecision.accept());
        Held.Asked<ConnectionRequest, ConnectionDecision> two = second.next();
        assertThat(two.thread()).startsWith("reverb-interceptor-");
        reverb.advance(Duration.ofMillis(1));
        socket.expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Connecting is not possible right now\"}}")
                .skip();
        two.answer(ConnectionDecision.accept());
        assertThat(failures).hasValue(1);
    }

    @Test
    void afterTheTimeTheNextOneIsNotAsked() {
        Held<ConnectionRequest, ConnectionDecision> first = new Held<>();
        start(Interceptors.onConnection(first::hold), new Appending("b"));
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> one = first.next();
        reverb.advance(TIMEOUT);
        socket.skip();
        one.answer(ConnectionDecision.accept());
        assertThat(asked).isEmpty();
    }

    // ---- attachments ----

    @Test
    void whatIsAttachedToAConnectionIsFoundByItsTypeFromThenOn() {
        Held<ConnectionRequest, ConnectionDecision> later = new Held<>();
        Held<SubscriptionRequest, SubscriptionDecision> subscriptions = new Held<>();
        Held<ClientEventRequest, ClientEventDecision> events = new Held<>();
        start(
                Interceptors.onConnection(request -> completedStage(ConnectionDecision.acceptWith(new Session("ada")))),
                Interceptors.onConnection(later::hold),
                Interceptors.onSubscription(subscriptions::hold),
                Interceptors.onClientEvent(events::hold));
        InMemoryClient socket = reverb.open(CONNECT);
        Held.Asked<ConnectionRequest, ConnectionDecision> second = later.next();
        assertThat(second.request().attachment(Session.class)).contains(new Session("ada"));
        assertThat(second.request().attachment(SocketId.class)).isEmpty();
        second.answer(ConnectionDecision.acceptWith(new Session("bob")));

        PusherClient ada = reverb.client(awaitFrame(socket)).subscribe("private-a");
        Held.Asked<SubscriptionRequest, SubscriptionDecision> subscription = subscriptions.next();
        assertThat(subscription.request().attachment(Session.class))
                .as("the first")
                .contains(new Session("ada"));
        subscription.answer(SubscriptionDecision.accept());
        ada.expectSubscribed("private-a").whisper("private-a", "client-x", "1");
        Held.Asked<ClientEventRequest, ClientEventDecision> event = events.next();
        assertThat(event.request().attachment(Record.class)).contains(new Session("ada"));
        assertThat(List.of(second, subscription, event).toString()).doesNotContain("Session[name");
    }
}

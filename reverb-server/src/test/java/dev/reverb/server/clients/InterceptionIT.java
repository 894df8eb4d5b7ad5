package dev.reverb.server.clients;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.interception.ClientEventDecision;
import dev.reverb.interception.ClientEventRequest;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.interception.SubscriptionRequest;
import dev.reverb.test.browser.Tab;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the unmodified clients in a browser make of what interceptors decide. */
@OnEveryTransport
class InterceptionIT extends BrowserCase {

    /** Decides about connections as the test has queued it, and accepts the rest. */
    private static final class Deciding implements Interceptor {

        final Queue<ConnectionDecision> decisions = new ConcurrentLinkedQueue<>();
        final List<ConnectionRequest> connections = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
            connections.add(request);
            ConnectionDecision next = decisions.poll();
            return completedStage(next == null ? ConnectionDecision.accept() : next);
        }

        @Override
        public CompletionStage<SubscriptionDecision> decideSubscription(SubscriptionRequest request) {
            boolean refused = request.channel().toString().contains("cellar");
            return completedStage(
                    refused ? SubscriptionDecision.refuse(403, "Not for you") : SubscriptionDecision.accept());
        }

        @Override
        public CompletionStage<ClientEventDecision> decideClientEvent(ClientEventRequest request) {
            String data = request.data().orElse("null");
            return completedStage(
                    data.contains("spam")
                            ? ClientEventDecision.drop()
                            : ClientEventDecision.acceptWith(data.replace("damn", "d***")));
        }
    }

    private final Deciding interceptor = new Deciding();

    private RunningServer startDeciding() {
        return start(settings -> settings.interceptor(interceptor));
    }

    @Test
    void echoIsToldThatASubscriptionIsRefusedAndGoesOn() {
        RunningServer server = startDeciding();
        Tab tab = openEcho(server, "ada");
        tab.run("""
                echo.channel('cellar').error(note('refused')).subscribed(note('wrong'));
                echo.private('cellar').error(note('refused')).subscribed(note('wrong'));
                echo.join('cellar').error(note('refused')).here(note('wrong'));
                """);
        assertThat(tab.await("refused", 3))
                .allSatisfy(refusal -> assertThat(refusal)
                        .isEqualTo(Map.of("type", "AuthError", "error", "Not for you", "status", 403L)));
        tab.run("echo.private('orders').error(note('wrong')).subscribed(note('subscribed'))");
        tab.awaitNote("subscribed");
        assertThat(tab.notes("wrong")).isEmpty();
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of());
        assertThat(server.isOccupied("private-cellar")).isFalse();
    }

    @Test
    void pusherJsComesBackAfterAPauseOrAtOnceAsTheCodeSays() {
        interceptor.decisions.add(ConnectionDecision.refuse(4100, "Later"));
        interceptor.decisions.add(ConnectionDecision.refuse(4200, "Now"));
        RunningServer server = startDeciding();
        Tab tab = open(server.url("/client/"), server.application().key(), "ada", 4);
        tab.run("connectPusher()");
        tab.await("pusher.connection.state === 'connected'");
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4100L, 4200L));
        assertThat(interceptor.connections).as("it may try two ways at once").hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void pusherJsGivesUpWhereTheCodeSaysSo() {
        interceptor.decisions.add(ConnectionDecision.refuse());
        RunningServer server = startDeciding();
        Tab tab = open(server.url("/client/"), server.application().key(), "ada", 4);
        tab.run("connectPusher()");
        tab.await("pusher.connection.state === 'disconnected'");
        assertThat(tab.get("errorCodes()")).isEqualTo(List.of(4009L));
        assertThat(interceptor.connections).hasSize(1);
        server.awaitConnections(0);
    }

    @Test
    void theRequestHasWhatTheBrowserSent() {
        RunningServer server = startDeciding();
        Tab tab = open(server, "ada");
        tab.run("document.cookie = 'session=ada-1; path=/'; connectPusher()");
        tab.await("pusher.connection.state === 'connected'");
        ConnectionRequest request = interceptor.connections.get(0);
        assertThat(request.header("cookie").orElse("")).contains("session=ada-1");
        assertThat(request.origin()).contains("http://127.0.0.1:" + server.port());
        assertThat(request.header("SEC-websocket-extensions"))
                .as("a header that the engine does not know of")
                .isPresent();
        assertThat(request.remoteAddress()).isEqualTo("127.0.0.1");
        assertThat(request.path()).isEqualTo("/app/key-1");
        assertThat(request.query()).containsEntry("protocol", "7").containsEntry("client", "js");
        assertThat(tab.get("pusher.connection.socket_id"))
                .isEqualTo(request.socketId().toString());
    }

    @Test
    void whispersAreFiltered() {
        RunningServer server = startDeciding();
        Tab ada = openEcho(server, "ada");
        Tab bob = openEcho(server, "bob");
        for (Tab tab : List.of(ada, bob)) {
            tab.run("echo.private('chat').subscribed(note('subscribed')).listenForWhisper('say', note('said'))");
            tab.awaitNote("subscribed");
        }
        ada.run("""
                for (const text of ['hi', 'spam', 'damn it', 'bye']) {
                    echo.private('chat').whisper('say', { text });
                }
                """);
        assertThat(bob.await("said", 3))
                .containsExactly(Map.of("text", "hi"), Map.of("text", "d*** it"), Map.of("text", "bye"));
        assertThat(ada.notes("said")).isEmpty();
        assertThat(ada.get("errorCodes()")).isEqualTo(List.of());
    }
}

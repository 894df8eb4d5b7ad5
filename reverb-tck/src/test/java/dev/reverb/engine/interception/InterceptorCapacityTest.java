package dev.reverb.engine.interception;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.Interceptor;
import dev.reverb.interception.SubscriptionDecision;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryExchange;
import dev.reverb.tck.InMemoryRequest;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.transport.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many are asked at a time, and how many wait. */
class InterceptorCapacityTest extends InterceptionCase {

    private final CountDownLatch latch = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final Interceptor blocking = Interceptors.onConnection(request -> {
        block();
        return completedStage(ConnectionDecision.accept());
    });

    private void block() {
        running.incrementAndGet();
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aQuestionMoreThanMayWaitIsRefusedAndTheOthersHaveTheirTurn() {
        start(blocking);
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < Interceptor.MAX_RUNNING + Interceptor.MAX_WAITING; i++) {
            clients.add(reverb.open(CONNECT));
        }
        Await.until("all threads to run", () -> running.get() == Interceptor.MAX_RUNNING);
        assertThat(failures).hasValue(0);
        InMemoryClient oneMore = reverb.open(CONNECT);
        oneMore.expectText(
                        "{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Connecting is not possible right now\"}}")
                .expectClose(4100, "Connecting is not possible right now")
                .expectDisconnected();
        assertThat(failures).hasValue(1);
        assertThat(running).hasValue(Interceptor.MAX_RUNNING);

        latch.countDown();
        clients.forEach(client -> awaitFrame(client).skip());
        assertThat(connections()).isEqualTo(clients.size());
        assertThat(failures).hasValue(1);
    }

    @Test
    void oneWhoseTimeIsOverBeforeItsTurnIsNotAskedAbout() {
        start(blocking);
        List<InMemoryClient> clients = new ArrayList<>();
        for (int i = 0; i < Interceptor.MAX_RUNNING; i++) {
            clients.add(reverb.open(CONNECT));
        }
        InMemoryClient gone = reverb.open(CONNECT).vanish();
        clients.add(reverb.open(CONNECT));
        reverb.advance(TIMEOUT);
        clients.forEach(InMemoryClient::skip);
        assertThat(failures).as("all but the one that is gone").hasValue(Interceptor.MAX_RUNNING + 1);
        assertThat(connections()).isZero();
        gone.expectDisconnected();
        latch.countDown();
        reverb.shutdown();
        assertThat(running).hasValueLessThanOrEqualTo(Interceptor.MAX_RUNNING);
    }

    private static void subscribe(PusherClient client, int from, int to) {
        for (int i = from; i < to; i++) {
            client.subscribe("c" + i);
        }
    }

    @Test
    void whoGoesGivesThePlacesOfWhatWaitsToOthers() {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        start(Interceptors.onSubscription(request -> {
            asked.add(request.socketId().toString());
            block();
            return completedStage(SubscriptionDecision.accept());
        }));
        int all = Interceptor.MAX_RUNNING + Interceptor.MAX_WAITING;
        for (int i = 50; i < all; i += 100) {
            subscribe(reverb.connect(), 0, Math.min(100, all - i));
        }
        PusherClient gone = reverb.connect();
        subscribe(gone, 0, 50);
        PusherClient last = reverb.connect();
        subscribe(last, 0, 1);
        last.expectSubscriptionError("c0");
        assertThat(failures).hasValue(1);

        gone.socket().vanish();
        subscribe(last, 0, 50);
        last.expectNothing();
        subscribe(last, 50, 51);
        last.expectSubscriptionError("c50");
        assertThat(failures).hasValue(2);

        latch.countDown();
        await(() -> running.get() == all);
        await(() -> last.socket().unread().size() == 50);
        last.socket().skip();
        assertThat(asked).contains(last.socketId()).doesNotContain(gone.socketId());
        assertThat(failures).hasValue(2);
    }

    @Test
    void theyDoNotStandInTheWayOfHttpHandlers() {
        start(
                ReverbTester.APPLICATION,
                (ReverbServer.Builder settings) ->
                        settings.handler("/page", request -> completedStage(HttpResponse.empty(204))),
                blocking);
        for (int i = 0; i < Interceptor.MAX_RUNNING; i++) {
            reverb.open(CONNECT);
        }
        InMemoryExchange page = reverb.transport().request(InMemoryRequest.of("GET", "/page"));
        await(page::isAnswered);
        page.expect(204, "");
        latch.countDown();
        await(() -> connections() == Interceptor.MAX_RUNNING);
    }
}

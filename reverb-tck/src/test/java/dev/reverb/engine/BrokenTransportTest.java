package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One connection whose transport throws where it should write takes nobody along. */
class BrokenTransportTest {

    private static final Application APPLICATION = Application.of("app-id", "app-key", "app-secret");

    static Stream<Arguments> failures() {
        return Stream.of(Framing.values())
                .flatMap(framing -> Stream.of(
                        Arguments.of(framing, new IllegalStateException("broken")),
                        Arguments.of(framing, new StackOverflowError("broken"))));
    }

    private static String event(String name) {
        return "{\"event\":\"" + name + "\",\"channel\":\"orders\",\"data\":\"{}\"}";
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theOthersGetEachEventOnceAndTheLaneGoesOn(Framing framing, Throwable failure) {
        InMemoryTransport transport = new InMemoryTransport(1, framing);
        BrokenTransport broken = new BrokenTransport(transport);
        FakeClock clock = new FakeClock();
        ReverbServer server = ReverbServer.builder()
                .application(APPLICATION)
                .transport(broken)
                .ticker(clock)
                .scheduler(clock)
                .start();
        List<InMemoryClient> clients = new ArrayList<>();
        for (String query : List.of("", "?broken", "")) {
            InMemoryClient client = transport.connect("/app/app-key" + query);
            clients.add(client.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}")
                    .skip());
        }

        broken.breakNow(failure);
        transport.manual();
        for (String event : List.of("one", "two")) {
            server.publish("app-id", "orders", event, "{}");
            runSomeTurns(transport);
        }

        clients.get(0).expectText(event("one")).expectText(event("two")).expectNothing();
        clients.get(2).expectText(event("one")).expectText(event("two")).expectNothing();
        clients.get(1).expectDisconnected();
        assertThat(server.connectionCount("app-id").toCompletableFuture()).isCompletedWithValue(2);
        assertThat(transport.violations()).isEmpty();
        stop(server, transport, clock);
    }

    /** More than are needed. */
    private static void runSomeTurns(InMemoryTransport transport) {
        for (int i = 0; i < 10; i++) {
            transport.lane(0).runTurn();
        }
    }

    private static void stop(ReverbServer server, InMemoryTransport transport, FakeClock clock) {
        CompletableFuture<Void> stopped = server.shutdown().toCompletableFuture();
        while (!stopped.isDone()) {
            runSomeTurns(transport);
            clock.advance(Duration.ofMillis(100));
        }
    }
}

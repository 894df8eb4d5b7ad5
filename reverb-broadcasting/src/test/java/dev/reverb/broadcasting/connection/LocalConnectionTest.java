package dev.reverb.broadcasting.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LocalConnectionTest {

    private static BroadcastMessage message(String data, String... channels) {
        return new BroadcastMessage(List.of(channels), "Shipped", data, Optional.empty());
    }

    @Test
    void publishesToAllChannelsButNotToTheOneLeftOut() {
        try (ReverbTester reverb = ReverbTester.start()) {
            PusherClient ada = reverb.connect().subscribe("orders").expectSubscribed("orders");
            PusherClient bob = reverb.connect().subscribe("news").expectSubscribed("news");
            PusherClient author = reverb.connect().subscribe("orders").expectSubscribed("orders");
            LocalConnection connection = LocalConnection.to(reverb.server(), ReverbTester.APPLICATION.id());

            reverb.await(connection.publish(new BroadcastMessage(
                    List.of("orders", "news"), "Shipped", "{\"id\":1}", Optional.of(author.socketId()))));
            reverb.await(connection.publishBatch(List.of(message("2", "orders"), message("3", "orders"))));

            ada.expect("Shipped", "orders", "{\"id\":1}")
                    .expect("Shipped", "orders", "2")
                    .expect("Shipped", "orders", "3");
            bob.expect("Shipped", "news", "{\"id\":1}");
            author.expect("Shipped", "orders", "2").expect("Shipped", "orders", "3");
        }
    }

    @Test
    void saysWhyTheServerRefuses() {
        Application application = Application.builder("app-id", "app-key", "app-secret")
                .maxEventSize(10)
                .maxBackendEventsPerSecond(2)
                .build();
        try (ReverbTester reverb = ReverbTester.start(application)) {
            LocalConnection connection = LocalConnection.to(reverb.server(), "app-id");
            assertFails(reverb, connection.publish(message("12345678901", "orders")), Reason.TOO_LARGE);
            assertFails(reverb, connection.publish(message("1", "no channel")), Reason.REFUSED);
            assertFails(
                    reverb, LocalConnection.to(reverb.server(), "unknown").publish(message("1", "a")), Reason.REFUSED);
            reverb.await(connection.publish(message("1", "orders")));
            reverb.await(connection.publish(message("1", "orders")));
            assertFails(reverb, connection.publish(message("1", "orders")), Reason.RATE_LIMITED);

            reverb.shutdown();
            assertFails(reverb, connection.publish(message("1", "orders")), Reason.UNAVAILABLE);
        }
    }

    private static void assertFails(ReverbTester reverb, CompletionStage<Void> stage, Reason reason) {
        assertThatThrownBy(() -> reverb.await(stage))
                .isInstanceOfSatisfying(
                        BroadcastException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void tellsTheApplicationOnly() {
        try (ReverbTester reverb = ReverbTester.start()) {
            assertThat(LocalConnection.to(reverb.server(), "app-id")).hasToString("LocalConnection[app-id]");
        }
    }
}

package dev.reverb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Applications that are found later, or not: a connection waits for its own without a thread. */
class LookUpTest extends ScriptedTest {

    private static final Application APPLICATION = Application.builder("app-id", "app-key", "app-secret")
            .maxMessageSize(15_000)
            .build();

    private final CompletableFuture<Optional<Application>> found = new CompletableFuture<>();

    private ReverbTester start(ApplicationProvider provider) {
        return start(ReverbTester.builder()
                .application(APPLICATION)
                .ownProvider()
                .server(server -> server.applicationProvider(provider)));
    }

    private static ApplicationProvider byKey(CompletionStage<Optional<Application>> answer) {
        return new ApplicationProvider() {
            @Override
            public CompletionStage<Optional<Application>> findByKey(String key) {
                return answer;
            }

            @Override
            public CompletionStage<Optional<Application>> findById(String id) {
                return CompletableFuture.completedStage(Optional.of(APPLICATION));
            }
        };
    }

    private static void expectUnavailable(InMemoryClient client) {
        String message = "Application is not available right now";
        client.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4200,\"message\":\"" + message + "\"}}")
                .expectClose(4200, message)
                .expectDisconnected();
    }

    @Test
    void aConnectionWaitsForItsApplication() {
        try (ReverbTester reverb = start(byKey(found))) {
            InMemoryClient client = reverb.open("/app/app-key");
            client.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"orders\"}}")
                    .expectNothing();
            assertThat(client.isPaused()).isTrue();
            found.complete(Optional.of(APPLICATION));
            PusherClient ada = reverb.client(client);
            ada.expectSubscribed("orders").expectNothing();
            assertThat(client.isPaused()).isFalse();
        }
    }

    @Test
    void whatIsSentMeanwhileIsJudgedByTheApplicationsLimit() {
        try (ReverbTester reverb = start(byKey(found))) {
            InMemoryClient client = reverb.open("/app/app-key");
            client.text("{\"event\":\"pusher:ping\",\"data\":\"" + "x".repeat(14_000) + "\"}");
            found.complete(Optional.of(APPLICATION));
            reverb.client(client).expectText("{\"event\":\"pusher:pong\"}").expectNothing();
        }
    }

    @Test
    void anApplicationThatIsNotThereIsRefusedLater() {
        try (ReverbTester reverb = start(byKey(found))) {
            InMemoryClient client = reverb.open("/app/app-key").text("{\"event\":\"pusher:ping\"}");
            found.complete(Optional.empty());
            client.expectText(
                            "{\"event\":\"pusher:error\",\"data\":{\"code\":4001,\"message\":\"Application does not exist\"}}")
                    .expectClose(4001, "Application does not exist")
                    .expectDisconnected();
        }
    }

    @Test
    void aFailedLookUpTellsTheClientToComeBack() {
        try (ReverbTester reverb = start(byKey(found))) {
            InMemoryClient client = reverb.open("/app/app-key");
            found.completeExceptionally(new IllegalStateException("thrown by a test on purpose"));
            expectUnavailable(client);
            expectUnavailable(reverb.open("/app/app-key"));
        }
    }

    @Test
    void aProviderThatThrowsTellsTheClientToComeBack() {
        ApplicationProvider broken = new ApplicationProvider() {
            @Override
            public CompletionStage<Optional<Application>> findByKey(String key) {
                throw new IllegalStateException("thrown by a test on purpose");
            }

            @Override
            public CompletionStage<Optional<Application>> findById(String id) {
                throw new IllegalStateException("thrown by a test on purpose");
            }
        };
        try (ReverbTester reverb = start(broken)) {
            expectUnavailable(reverb.open("/app/app-key"));
            assertThat(reverb.request("GET", "/channels").status()).isEqualTo(503);
        }
    }

    @Test
    void aClientThatIsGoneBeforeItsApplicationIsFoundIsForgotten() {
        try (ReverbTester reverb = start(byKey(found))) {
            reverb.open("/app/app-key").vanish();
            found.complete(Optional.of(APPLICATION));
            reverb.transport().settle();
            assertThat(reverb.await(reverb.server().connectionCount("app-id"))).isZero();
        }
    }

    @Test
    void aClientThatWaitsCanClose() {
        try (ReverbTester reverb = start(byKey(found))) {
            InMemoryClient client = reverb.open("/app/app-key").close(1000, "tired of it");
            found.complete(Optional.of(APPLICATION));
            reverb.client(client);
            client.expectClose(1000, "").expectDisconnected();
            assertThat(reverb.await(reverb.server().connectionCount("app-id"))).isZero();
        }
    }
}

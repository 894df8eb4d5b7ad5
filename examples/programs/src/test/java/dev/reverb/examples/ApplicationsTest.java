package dev.reverb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.application.ApplicationChanges;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.application.ReplaceableApplications;
import dev.reverb.tck.InMemoryTransport;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/applications.md shows. */
class ApplicationsTest {

    @TempDir
    Path directory;

    // [read]
    /** Each line is an application: its id, key and secret. */
    static List<Application> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" "))
                .map(words -> Application.of(words[0], words[1], words[2]))
                .toList();
    }
    // [read]

    @Test
    void aListIsReplaced() throws Exception {
        Path file = Files.writeString(directory.resolve("tenants"), "shop shop-key shop-secret\n");
        InMemoryTransport transport = new InMemoryTransport();
        // [replace]
        ReplaceableApplications applications = new ReplaceableApplications(read(file));
        ReverbServer server = ReverbServer.builder()
                .applicationProvider(applications)
                .transport(transport)
                .start();
        // [replace]
        try (server) {
            Files.writeString(file, "blog blog-key blog-secret\n");
            // [changes]
            ApplicationChanges changes = applications.replaceAll(read(file));
            // [changes]
            assertThat(changes).isEqualTo(new ApplicationChanges(List.of("blog"), List.of(), List.of("shop")));
            transport
                    .connect("/app/shop-key")
                    .expectText(
                            "{\"event\":\"pusher:error\",\"data\":{\"code\":4001,\"message\":\"Application does not exist\"}}");
        }
    }

    // [provider]
    /** Asks another service, and says what it answers. */
    static final class TenantApplications implements ApplicationProvider {

        private final TenantService tenants;

        TenantApplications(TenantService tenants) {
            this.tenants = tenants;
        }

        @Override
        public CompletionStage<Optional<Application>> findByKey(String key) {
            return tenants.withKey(key).thenApply(found -> found.map(TenantApplications::application));
        }

        @Override
        public CompletionStage<Optional<Application>> findById(String id) {
            return tenants.withId(id).thenApply(found -> found.map(TenantApplications::application));
        }

        private static Application application(Tenant tenant) {
            return Application.builder(tenant.id(), tenant.key(), tenant.secret())
                    .maxConnections(tenant.seats())
                    .enabled(tenant.hasPaid())
                    .build();
        }
    }
    // [provider]

    record Tenant(String id, String key, String secret, int seats, boolean hasPaid) {}

    interface TenantService {
        CompletionStage<Optional<Tenant>> withKey(String key);

        CompletionStage<Optional<Tenant>> withId(String id);
    }

    @Test
    void anotherServiceIsAsked() {
        Map<String, Tenant> tenants = new ConcurrentHashMap<>();
        tenants.put("shop", new Tenant("shop", "shop", "secret", 10, true));
        TenantService service = new TenantService() {
            @Override
            public CompletionStage<Optional<Tenant>> withKey(String key) {
                return CompletableFuture.completedFuture(Optional.ofNullable(tenants.get(key)));
            }

            @Override
            public CompletionStage<Optional<Tenant>> withId(String id) {
                return withKey(id);
            }
        };
        try (ReverbTester reverb = ReverbTester.builder()
                .ownProvider()
                .application(Application.of("shop", "shop", "secret"))
                .server(settings -> settings.applicationProvider(new TenantApplications(service)))
                .start()) {
            PusherClient ada = reverb.connect().subscribe("private-a").expectSubscribed("private-a");
            tenants.put("shop", new Tenant("shop", "shop", "secret", 10, false));
            reverb.advance(Duration.ofSeconds(5));
            ada.expectError(4003).expectClosed(4003, "Application disabled");
        }
    }
}

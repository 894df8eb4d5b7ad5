package dev.reverb.applications.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.tck.FakeClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What holds besides where the database is a server, which may be away. */
abstract class ServerCases extends AppsTableCases {

    private final FakeClock clock = new FakeClock();

    abstract DatabaseProcess server();

    @Override
    final TestDatabase database() {
        return server();
    }

    @Test
    void whileTheServerIsAwayWhatIsKnownIsServedAndTheRestFails() {
        DatabaseProcess server = server();
        server.createOurs();
        insert("1", "shop");
        try (JdbcApplicationProvider provider = server.provider()
                .timeout(Duration.ofMillis(500))
                .caching(cache -> cache.ticker(clock))
                .build()) {
            assertThat(found(provider, "shop")).isPresent();
            server.kill();
            try {
                clock.advance(Duration.ofMinutes(2));
                assertThat(found(provider, "shop")).isPresent();
                assertThat(found(provider, "shop")).isPresent();
                assertThatThrownBy(() -> found(provider, "blog"))
                        .hasMessageContaining("The applications' database cannot be asked")
                        .hasMessageNotContaining(TestDatabase.PASSWORD);
                clock.advance(Duration.ofHours(1));
                assertThatThrownBy(() -> found(provider, "shop")).hasMessageContaining("cannot be asked");
            } finally {
                server.start();
            }
            insert("2", "blog");
            awaitFound(provider, "blog");
            awaitFound(provider, "shop");
        }
    }

    /** A prepared statement may hold on to the columns that there were. */
    @Test
    void columnsMayComeAndGoBetweenQuestions() {
        server().createOurs();
        insert("1", "shop");
        try (JdbcApplicationProvider provider = server().provider().poolSize(1).build()) {
            for (int i = 0; i < 20; i++) {
                provider.invalidateAll();
                assertThat(found(provider, "shop")).isPresent();
            }
            server().execute("ALTER TABLE apps DROP COLUMN compression");
            server().execute("ALTER TABLE apps ADD COLUMN note varchar(20)");
            provider.invalidateAll();
            awaitFound(provider, "shop");
        }
    }

    private void insert(String id, String key) {
        server().execute("INSERT INTO apps (id, " + server().keyColumn() + ", secret) VALUES ('" + id + "', '" + key
                + "', 's')");
    }

    private static Optional<Application> found(JdbcApplicationProvider provider, String key) {
        return provider.findByKey(key)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private static void awaitFound(JdbcApplicationProvider provider, String key) {
        long begin = System.nanoTime();
        while (true) {
            try {
                provider.invalidateAll();
                assertThat(found(provider, key)).isPresent();
                return;
            } catch (RuntimeException notYet) {
                assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(30));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }
}

package dev.reverb.applications.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Threads that look up, while one changes the application and says so: whoever asks behind that sees the change. */
class InvalidationRaceTest {

    private static final int ROUNDS = 2_000;

    private final AtomicInteger version = new AtomicInteger();

    /** Not the common pool: with two processors a reader has it for itself. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private final CachingApplicationProvider provider = CachingApplicationProvider.of(new ApplicationProvider() {
        @Override
        public CompletionStage<Optional<Application>> findByKey(String key) {
            return answer();
        }

        @Override
        public CompletionStage<Optional<Application>> findById(String id) {
            return answer();
        }

        private CompletionStage<Optional<Application>> answer() {
            String secret = "secret-" + version.get();
            Application application = Application.of("1", "shop", secret);
            return CompletableFuture.supplyAsync(() -> Optional.of(application), threads);
        }
    });

    @AfterEach
    void end() {
        threads.shutdown();
    }

    @Test
    void nobodySeesTheOldOneBehindAnInvalidation() {
        CompletableFuture<Void> readers = CompletableFuture.allOf(
                CompletableFuture.runAsync(this::lookUpUntilTheEnd, threads),
                CompletableFuture.runAsync(this::lookUpUntilTheEnd, threads));
        for (int round = 1; round <= ROUNDS; round++) {
            version.set(round);
            provider.invalidate("1");
            assertThat(versionFound()).isGreaterThanOrEqualTo(round);
        }
        readers.join();
    }

    private void lookUpUntilTheEnd() {
        while (version.get() < ROUNDS) {
            versionFound();
        }
    }

    private int versionFound() {
        Application found =
                provider.findByKey("shop").toCompletableFuture().join().orElseThrow();
        return Integer.parseInt(found.secret().substring("secret-".length()));
    }
}

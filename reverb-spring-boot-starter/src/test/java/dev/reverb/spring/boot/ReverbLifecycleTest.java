package dev.reverb.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class ReverbLifecycleTest {

    private final ReverbServer server = ReverbServer.builder()
            .application(Application.of("shop", "k", "s"))
            .transport(new IdleTransport())
            .start();

    private ReverbLifecycle lifecycle(String drainTimeout, Duration phaseTimeout) {
        MockEnvironment environment = new MockEnvironment().withProperty("reverb.drain-timeout", drainTimeout);
        ReverbProperties properties = Binder.get(environment).bindOrCreate("reverb", ReverbProperties.class);
        return new ReverbLifecycle(server, properties, phaseTimeout);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void stopsBeforeTheWebServerDoes() {
        assertThat(lifecycle("15", Duration.ofSeconds(30)).getPhase())
                .isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
    }

    @Test
    void drainsOnceAndTellsSpringWhenItIsDone() throws InterruptedException {
        ReverbLifecycle lifecycle = lifecycle("0", Duration.ofSeconds(30));
        CountDownLatch stopped = new CountDownLatch(1);
        lifecycle.start();
        assertThat(lifecycle.isRunning()).isTrue();

        lifecycle.stop(stopped::countDown);
        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(server.isShuttingDown()).isTrue();
        assertThat(lifecycle.isRunning()).isFalse();
        assertThatIllegalStateException().isThrownBy(lifecycle::start);
    }

    @Test
    void isNotPausedWithTheContext() {
        assertThat(lifecycle("15", Duration.ofSeconds(30)).isPauseable()).isFalse();
    }

    @Test
    void saysAtTheStartThatSpringWillNotWaitSoLong(CapturedOutput output) {
        lifecycle("24", Duration.ofSeconds(30)).start();
        assertThat(output).doesNotContain("timeout-per-shutdown-phase");

        lifecycle("25", Duration.ofSeconds(30)).start();
        assertThat(output).contains("Draining Reverb may take 31 s", "spring.lifecycle.timeout-per-shutdown-phase");
    }
}

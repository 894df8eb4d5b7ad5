package dev.reverb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.application.Application;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.scaling.ClusterFact;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.tck.FakeClock;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How long a back-end may take to let a server in. */
class ClusterStartTest {

    private static final Duration MILLI = Duration.ofMillis(1);

    private final FakeClock clock = new FakeClock();
    private final List<String> calls = new ArrayList<>();
    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private final Cluster cluster =
            new Cluster(bus(), new NoServer(), MetricsRecorder.disabled(), lane -> {}, clock, false);

    private ScalingBus bus() {
        return (ScalingBus) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ScalingBus.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return method.getName().equals("start") ? answer : CompletableFuture.completedFuture(null);
                });
    }

    private static final class NoServer implements Cluster.Server {

        @Override
        public void terminate(String appId, String userId) {}

        @Override
        public CompletionStage<Void> pass(String appId, String id, List<ClusterFact> facts) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Optional<Application>> find(String appId) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public void lost(String appId, long count) {}

        @Override
        public void availability(Optional<Instant> awaySince) {}
    }

    /** Starts on another thread, which waits. */
    private CompletableFuture<Void> starting() {
        CompletableFuture<Void> started = CompletableFuture.runAsync(() -> {
            try {
                cluster.start();
            } catch (IOException failed) {
                throw new CompletionException(failed);
            }
        });
        while (clock.pendingTasks() == 0) {
            Thread.onSpinWait();
        }
        return started;
    }

    @Test
    void aServerWaitsForItsTimeAndNoLonger() {
        CompletableFuture<Void> started = starting();
        clock.advance(Cluster.START_TIMEOUT.minus(MILLI));
        assertThat(clock.pendingTasks()).isEqualTo(1);

        clock.advance(MILLI);

        assertThatThrownBy(started::join)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage("The scaling back-end has not answered within 30 seconds");
        assertThat(calls).containsExactly("start", "stop");
    }

    @Test
    void anAnswerInTheLastMomentCounts() {
        CompletableFuture<Void> started = starting();
        clock.advance(Cluster.START_TIMEOUT.minus(MILLI));

        answer.complete(null);
        started.join();

        assertThat(clock.pendingTasks()).isZero();
        assertThat(calls).containsExactly("start");
    }

    @Test
    void aRefusalIsToldAtOnce() {
        answer.completeExceptionally(new IllegalStateException("NOPERM"));

        assertThatIOException().isThrownBy(cluster::start).withMessage("The scaling back-end cannot be used: NOPERM");
        assertThat(clock.pendingTasks()).isZero();
    }
}

package dev.reverb.tck.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryBus;
import dev.reverb.tck.InMemoryCluster;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The cluster in memory, as the kit wants it. */
final class InMemoryClusterUnderTest implements ClusterUnderTest {

    private static final int MAX_BUFFERED = 50;

    private final FakeClock clock = new FakeClock();
    private final InMemoryCluster cluster;
    private final Runnable end;

    private InMemoryClusterUnderTest(Executor executor, Runnable end) {
        cluster = new InMemoryCluster(clock, clock, executor).maxBufferedMessages(MAX_BUFFERED);
        this.end = end;
    }

    static InMemoryClusterUnderTest atOnce() {
        return new InMemoryClusterUnderTest(Runnable::run, () -> {});
    }

    static InMemoryClusterUnderTest handRun() {
        InMemoryClusterUnderTest cluster = atOnce();
        cluster.cluster.manual();
        return cluster;
    }

    static InMemoryClusterUnderTest threaded(Executor executor, Runnable end) {
        return new InMemoryClusterUnderTest(executor, end);
    }

    @Override
    public ScalingBus open() {
        return cluster.open();
    }

    @Override
    public void kill(ScalingBus bus) {
        ((InMemoryBus) bus).kill();
    }

    @Override
    public void takeAway() {
        cluster.takeAway();
    }

    @Override
    public void bringBack() {
        cluster.bringBack();
    }

    @Override
    public void bringBackEmpty() {
        cluster.bringBackEmpty();
    }

    @Override
    public void cutOff(ScalingBus bus) {
        ((InMemoryBus) bus).cutOff();
    }

    @Override
    public void mend(ScalingBus bus) {
        ((InMemoryBus) bus).mend();
    }

    @Override
    public int maxBufferedMessages() {
        return MAX_BUFFERED;
    }

    @Override
    public void turn() {
        if (cluster.settle() == 0) {
            clock.advance(Duration.ofMillis(20));
        }
    }

    @Override
    public void checkNothingIsLeft() {
        clock.advance(InMemoryCluster.LEASE);
        assertThat(cluster.isEmpty()).isTrue();
        assertThat(cluster.violations()).isEmpty();
    }

    @Override
    public void close() {
        end.run();
    }
}

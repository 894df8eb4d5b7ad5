package dev.reverb.tck.scaling;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Nested;

/** The cluster in memory passes the kit, however its deliveries are made. */
class InMemoryScalingKitTest {

    @Nested
    class AtOnce extends ScalingKit {
        @Override
        protected ClusterUnderTest create() {
            return InMemoryClusterUnderTest.atOnce();
        }
    }

    // [kit]
    @Nested
    class ByHand extends ScalingKit {
        @Override
        protected ClusterUnderTest create() {
            return InMemoryClusterUnderTest.handRun();
        }
    }
    // [kit]

    @Nested
    class ByThreads extends ScalingKit {
        @Override
        protected ClusterUnderTest create() {
            ExecutorService threads = Executors.newFixedThreadPool(3, task -> {
                Thread thread = new Thread(task, "kit-bus");
                thread.setDaemon(true);
                return thread;
            });
            return InMemoryClusterUnderTest.threaded(threads, threads::shutdownNow);
        }
    }
}

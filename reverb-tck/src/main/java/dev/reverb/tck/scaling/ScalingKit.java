package dev.reverb.tck.scaling;

import org.junit.jupiter.api.Nested;

/**
 * What every scaling back-end must do; a JUnit class to extend:
 *
 * <pre>{@code
 * class MyScalingKitIT extends ScalingKit {
 *     @Override
 *     protected ClusterUnderTest create() {
 *         return new MyClusterUnderTest();
 *     }
 * }
 * }</pre>
 *
 * <p>It plays the servers of a cluster: each has a {@link dev.reverb.spi.scaling.ScalingBus}, and writes down what it is told. Every wait
 * has a deadline of 20 seconds, and none is a sleep. The random runs have seeds, which a failure names.
 */
public abstract class ScalingKit {

    /** For subclasses. */
    protected ScalingKit() {}

    /**
     * Makes what is to be tested; called before every test.
     *
     * @return a cluster without servers
     * @throws Exception where that fails; it fails the test
     */
    protected abstract ClusterUnderTest create() throws Exception;

    @Nested
    final class Deliveries extends DeliveryCases {
        Deliveries() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class OneOrder extends OrderCases {
        OneOrder() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Kept extends KeptCases {
        Kept() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Presence extends PresenceCases {
        Presence() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Counts extends CountCases {
        Counts() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Facts extends FactCases {
        Facts() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Leaving extends LeavingCases {
        Leaving() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Outages extends OutageCases {
        Outages() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Forgetting extends ForgettingCases {
        Forgetting() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class Cuts extends CutOffCases {
        Cuts() {
            super(ScalingKit.this::create);
        }
    }

    @Nested
    final class RandomRuns extends RandomCases {
        RandomRuns() {
            super(ScalingKit.this::create);
        }
    }
}

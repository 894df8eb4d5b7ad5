package dev.reverb.benchmarks;

import java.io.IOException;

/** A way to measure. Has no state of its own: the bench knows what is measured, and how long. */
@FunctionalInterface
interface Measurement {

    /**
     * Measures one transport.
     *
     * @throws IOException if a program failed, or the load found that something was wrong
     */
    void measure(Bench bench, Results results) throws IOException, InterruptedException;
}

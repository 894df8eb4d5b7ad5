package dev.reverb.benchmarks.paths;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once, in this JVM and with few subscribers, so that none of them rots between measurements. */
class PathBenchmarksTest {

    @Test
    void allDoWhatTheySay() throws RunnerException {
        assertThat(new Runner(new OptionsBuilder()
                                .include("dev\\.reverb\\.benchmarks\\.paths\\.")
                                .mode(Mode.SingleShotTime)
                                .forks(0)
                                .warmupIterations(0)
                                .measurementIterations(1)
                                .param("subscribers", "20")
                                .param("members", "20")
                                .verbosity(VerboseMode.SILENT)
                                .shouldFailOnError(true)
                                .build())
                        .run())
                .hasSizeGreaterThan(15);
    }
}

package dev.reverb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

class RunOptionsTest {

    @Test
    void bothTransportsAndAllRowsAreUsual() {
        RunOptions options = RunOptions.parse();

        assertThat(options.transports).containsExactly("jetty", "undertow");
        assertThat(options.rows).containsExactlyInAnyOrder(Row.values());
        assertThat(options.reference).isNull();
    }

    @Test
    void rowsAreNamedInLowerCase() {
        assertThat(RunOptions.parse("nio", "--rows", "fanout,http").rows)
                .containsExactlyInAnyOrder(Row.FANOUT, Row.HTTP);
        assertThat(RunOptions.usage()).contains("fanout5000").contains("allocation");
    }

    @Test
    void optionsOfTheJvmMayBeginWithADash() {
        assertThat(RunOptions.parse("--jvm=-Xmx1g", "--jvm=-XX:+UseG1GC").jvmOptions)
                .isEqualTo(List.of("-Xmx1g", "-XX:+UseG1GC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grizzly", "--rows nothing", "--runs 0", "--seconds 0", "--warmup -1", "--fast"})
    void whatMakesNoSenseIsRefused(String line) {
        assertThatThrownBy(() -> RunOptions.parse(line.split(" "))).isInstanceOf(ParameterException.class);
    }

    @Test
    void theReferenceHasBothPrograms(@TempDir Path empty) {
        assertThatThrownBy(() -> RunOptions.parse("--reference", empty.toString()))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("no program swarm");
    }

    @Test
    void versionsAreThoseOfTheClassPath() {
        String path = String.join(
                File.pathSeparator, "a/jetty-server-12.1.14.jar", "b/undertow-core-2.4.4.Final.jar", "c/x-1.jar");

        assertThat(Environment.versions(path)).isEqualTo("jetty-server 12.1.14, undertow-core 2.4.4.Final");
    }
}

package dev.reverb.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

class ScalingOptionsTest {

    @Test
    void allRowsInFullSizeAreUsual() {
        ScalingOptions options = ScalingOptions.parse();

        assertThat(options.rows).containsExactly(Part.values());
        assertThat(options.scaled(10_000)).isEqualTo(10_000);
        assertThat(options.jvmOptions).containsExactly("-Xms256m", "-Xmx256m");
    }

    @Test
    void rowsAreNamedInLowerCase() {
        assertThat(ScalingOptions.parse("--rows", "interest,local").rows)
                .containsExactlyInAnyOrder(Part.LOCAL, Part.INTEREST);
        assertThat(ScalingOptions.usage()).contains("publish, saturated, local, presence, channels, interest");
    }

    @Test
    void aSmallerSizeLeavesOneOfEach() {
        ScalingOptions options = ScalingOptions.parse("--size", "0.01");

        assertThat(options.size(10_000)).isEqualTo("100");
        assertThat(options.size(8)).isEqualTo("1");
    }

    @Test
    void furtherOptionsOfTheJvmComeLast() {
        assertThat(ScalingOptions.parse("--jvm=-Xmx1g").jvmOptions).endsWith("-Xmx1g");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rows nothing",
                "--seconds 0",
                "--warmup -1",
                "--settle -1",
                "--size 0",
                "--size 1.1",
                "--fast",
                "jetty"
            })
    void whatMakesNoSenseIsRefused(String line) {
        assertThatThrownBy(() -> ScalingOptions.parse(line.split(" "))).isInstanceOf(ParameterException.class);
    }
}

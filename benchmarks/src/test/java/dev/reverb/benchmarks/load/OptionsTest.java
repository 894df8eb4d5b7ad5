package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

class OptionsTest {

    private static Options parse(String line) {
        return Options.parse(line.split(" "));
    }

    @Test
    void theWindowIsOneUnlessTheModeOrTheBatchWantsMore() {
        assertThat(parse("fanout").window).isEqualTo(1);
        assertThat(parse("fanout --window 5").window).isEqualTo(5);
        assertThat(parse("fanout --batch 8").window).isEqualTo(8);
        assertThat(parse("rate --window 5").window).isEqualTo(Options.MAX_WINDOW);
        assertThat(parse("churn").window).isEqualTo(16);
        assertThat(parse("churn --conns 10").window).isEqualTo(10);
    }

    @Test
    void channelsAreAsManyAsTheModeHasUseFor() {
        assertThat(parse("fanout --channels 7").channels).isEqualTo(1);
        assertThat(parse("many").channels).isEqualTo(100);
        assertThat(parse("many --conns 20").channels).isEqualTo(20);
        assertThat(parse("rate --channels 7").channels).isEqualTo(7);
    }

    @Test
    void aChannelStaysOnOneHttpConnection() {
        assertThat(parse("many --channels 4 --http-conns 9").httpConnections).isEqualTo(4);
        assertThat(parse("fanout --http-conns 9").httpConnections).isEqualTo(1);
        assertThat(parse("fanout --publishers 9").httpConnections).isEqualTo(9);
        assertThat(parse("http --http-conns 9").httpConnections).isEqualTo(9);
    }

    @Test
    void modesHaveTheConnectionsThatTheyNeed() {
        assertThat(parse("http --conns 7").connections).isZero();
        assertThat(parse("whisper --conns 7").connections).isEqualTo(6);
        assertThat(parse("churn --conns 7 --presence").members).isEqualTo(7);
        assertThat(parse("idle").subscribes()).isFalse();
        assertThat(parse("idle --subscribe").subscribes()).isTrue();
    }

    @Test
    void processesAreAList() {
        assertThat(parse("idle --pid 1,22").pids).isEqualTo(List.of(1L, 22L));
    }

    @Test
    void connectionsGoToThePortUnlessToldOtherwise() {
        assertThat(parse("fanout --port 81").connectionPorts).containsExactly(81);
        assertThat(parse("fanout --port 81 --conn-ports 82,83").connectionPorts).containsExactly(82, 83);
    }

    @Test
    void onlyARateHasARateOfItsOwn() {
        assertThat(parse("rate").rate).isEqualTo(100);
        assertThat(parse("rate --rate 0").rate).isZero();
        assertThat(parse("churn").rate).isEqualTo(Options.AS_FAST_AS_POSSIBLE);
        assertThat(parse("churn --rate 0.5").rate).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sideways",
                "fanout many",
                "fanout --bath 2",
                "fanout --conns",
                "fanout --conns 0",
                "fanout --conns 1000001",
                "fanout --conns ten",
                "fanout --port 0",
                "fanout --port 65536",
                "fanout --window 0",
                "fanout --window 65537",
                "fanout --batch 11",
                "fanout --publishers 1001",
                "fanout --payload 1000001",
                "fanout --duration -1",
                "fanout --duration NaN",
                "rate --rate -1",
                "churn --rate 0",
                "fanout --presence",
                "fanout --redis 0",
                "fanout --redis 65536",
                "fanout --conn-ports 80,0",
                "fanout --prefix a!b",
                "http --batch 2",
                "many --publishers 2",
                "whisper --conns 1",
                "idle --pid me"
            })
    void whatMakesNoSenseIsSaidInOneLineWithStatus2(String line) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(log, true);

        assertThat(LoadGenerator.run(out, out, line.isEmpty() ? new String[0] : line.split(" ")))
                .isEqualTo(2);
        assertThat(log.toString().trim()).startsWith("load: ").hasLineCount(1);
    }

    @Test
    void theEdgesAreAllowed() {
        assertThat(parse("fanout --conns 1000000 --port 65535 --window 65536 --batch 10 --publishers 1000").batch)
                .isEqualTo(10);
    }

    @Test
    void theMessageHasTheValue() {
        assertThatThrownBy(() -> parse("fanout --batch 11"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--batch: 11 is not from 1 to 10");
    }

    @Test
    void helpNeedsNoModeAndNamesAll() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(LoadGenerator.run(new PrintStream(out, true), System.err, "--help"))
                .isZero();
        assertThat(out.toString())
                .contains("idle, fanout, rate, many, whisper, http")
                .contains("--publishers");
    }

    @Test
    void aProcessThatDoesNotRunIsWrongUsage() {
        assertThat(LoadGenerator.run(
                        System.out, new PrintStream(new ByteArrayOutputStream()), "idle", "--pid", "999999999"))
                .isEqualTo(2);
    }
}

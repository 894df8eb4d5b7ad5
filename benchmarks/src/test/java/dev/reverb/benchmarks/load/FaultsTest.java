package dev.reverb.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.benchmarks.load.FaultyServer.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a server does wrong is found, counted and said, and ends in status 1. */
class FaultsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private int load(Fault fault, String... more) throws IOException {
        try (FaultyServer server = new FaultyServer(fault)) {
            String[] usual = ("fanout --json --conns 3 --window 4 --warmup 0 --duration 0.1 --timeout 0.4 --port "
                            + server.port())
                    .split(" ");
            String[] all = new String[usual.length + more.length];
            System.arraycopy(usual, 0, all, 0, usual.length);
            System.arraycopy(more, 0, all, usual.length, more.length);
            return LoadGenerator.run(new PrintStream(out, true), new PrintStream(log, true), all);
        }
    }

    @Test
    void nothingIsFoundWhereNothingIsWrong() throws IOException {
        assertThat(load(Fault.NONE)).as(log.toString()).isZero();
        assertThat(log.toString()).isEmpty();
        assertThat(out.toString())
                .contains("\"lost\":0")
                .contains("\"events\":")
                .doesNotContain("\"events\":0,");
    }

    @ParameterizedTest
    @CsvSource({
        "LOSE, lost, failed_timeout",
        "DUPLICATE, duplicated, duplicated",
        "SWAP, reordered, reordered",
        "CHANGE, failed_payload, lost",
        "CUT, failed_payload, lost",
        "INVENT, failed_payload, lost",
        "MISDIRECT, failed_payload, lost",
        "FRAGMENT, failed_protocol, lost",
        "MASK, failed_protocol, lost",
        "CLOSE, failed_closed, lost",
        "BREAK, failed_closed, lost",
        "ERROR_EVENT, failed_error_event, lost",
        "FAIL_PUBLISH, failed_http, failed_http",
        "IGNORE_PUBLISH, failed_timeout, lost",
    })
    void aFaultIsFound(Fault fault, String figure, String other) throws IOException {
        assertThat(load(fault)).isEqualTo(1);
        assertThat(count(figure)).isPositive();
        assertThat(count(other)).isPositive();
    }

    private double count(String figure) {
        Matcher matcher = Pattern.compile('"' + figure + "\":([0-9.]+)").matcher(out.toString());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
    }

    @Test
    void anUpgradeThatIsRefusedIsFound() throws IOException {
        assertThat(load(Fault.REFUSE_UPGRADE)).isEqualTo(1);
        assertThat(count("failed_handshake")).isEqualTo(3);
        assertThat(log.toString()).contains("503 Busy");
    }

    @Test
    void aPortWithoutAServerIsFound() {
        int status = LoadGenerator.run(
                new PrintStream(out, true),
                new PrintStream(log, true),
                "idle --json --conns 2 --settle 0 --port 1".split(" "));

        assertThat(status).isEqualTo(1);
        assertThat(count("failed_connect")).isEqualTo(2);
    }
}

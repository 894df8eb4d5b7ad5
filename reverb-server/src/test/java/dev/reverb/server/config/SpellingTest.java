package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    private static final List<String> KNOWN = List.of("max_connections", "max_message_size", "key", "secret");

    @ParameterizedTest
    @CsvSource({
        "max_conections, max_connections",
        "maxConnections, max_connections",
        "MAX-CONNECTIONS, max_connections",
        "max_connectoins, max_connections",
        "max_mesage_sise, max_message_size",
        "kye, key",
        "secretx, secret"
    })
    void findsTheNearest(String written, String meant) {
        assertThat(Spelling.nearest(written, KNOWN)).contains(meant);
        assertThat(Spelling.hint(written, KNOWN)).isEqualTo("; did you mean " + meant + "?");
    }

    @Test
    void saysNothingWhereNoneIsNear() {
        assertThat(Spelling.hint("color", KNOWN)).isEmpty();
        assertThat(Spelling.hint("anything", List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "abc, '', 3",
        "'', abc, 3",
        "abc, abc, 0",
        "abc, acb, 1",
        "abc, ab, 1",
        "abc, xbc, 1",
        "kitten, sitting, 3"
    })
    void countsEdits(String left, String right, int distance) {
        assertThat(Spelling.distance(left, right)).isEqualTo(distance);
    }
}

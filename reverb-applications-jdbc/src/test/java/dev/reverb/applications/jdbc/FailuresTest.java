package dev.reverb.applications.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final Failures failures = new Failures(List.of("jdbc:x://host?password=pa55", "pa55", ""));

    @Test
    void saysAllReasonsOnceInOneLineWithoutSecrets() {
        SQLException failed = new SQLException(
                "No connection to\njdbc:x://host?password=pa55",
                new IllegalStateException("No, pa55", new RuntimeException()));
        assertThat(failures.of(failed))
                .hasMessage(
                        "The applications' database cannot be asked: No connection to ***; No, ***; RuntimeException")
                .hasNoCause();
    }

    @Test
    void isNeverLong() {
        assertThat(failures.of(new SQLException("x".repeat(10_000))).getMessage())
                .hasSizeLessThan(1_100);
    }
}

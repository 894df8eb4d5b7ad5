package dev.reverb.applications.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "apps | \"APPS\"",
                "reverb.Apps | \"REVERB\".\"APPS\"",
                "\"Apps\" | \"Apps\"",
                "c.\"s.t\".\"a\"\"b\" | \"C\".\"s.t\".\"a\"\"b\"",
                "my-apps | \"my-apps\"",
                "apps; DROP TABLE x | \"apps; DROP TABLE x\"",
            })
    void isQuotedAsTheDatabaseTakesIt(String name, String quoted) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            assertThat(TableName.of(name).quoted(connection.getMetaData())).isEqualTo(quoted);
        }
    }
}

package dev.reverb.applications.jdbc;

import dev.reverb.application.Application;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of one row, by their names in lower case. What the table does not have, and what is {@code NULL} or blank, has its default. The
 * columns' SQL types are the user's: numbers may be text, and yes and no numbers.
 */
final class Row {

    private static final int LONGEST_NUMBER = 40;

    private final ResultSet row;
    private final ResultSetMetaData description;
    private final Map<String, Integer> columns = new HashMap<>();

    /** The row that a result stands on. */
    Row(ResultSet row) throws SQLException {
        this.row = row;
        this.description = row.getMetaData();
        for (int column = description.getColumnCount(); column > 0; column--) {
            columns.put(description.getColumnLabel(column).toLowerCase(Locale.ROOT), column);
        }
    }

    /** Whether the table has such a column. */
    boolean has(String column) {
        return columns.containsKey(column);
    }

    Optional<String> text(String column) throws SQLException {
        Integer index = columns.get(column);
        String text = index == null ? null : row.getString(index);
        if (index == null || text == null || text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(text.endsWith(" ") && isFilledUp(index) ? text.replaceFirst(" +$", "") : text);
    }

    /** Whether the database, not the user, puts blanks behind the column's text. */
    private boolean isFilledUp(int index) throws SQLException {
        int type = description.getColumnType(index);
        return type == Types.CHAR || type == Types.NCHAR;
    }

    /** Text that no application can be without. */
    String required(String column) throws SQLException, BadRowException {
        return text(column).orElseThrow(() -> new BadRowException(column, "is empty"));
    }

    Optional<Boolean> flag(String column) throws SQLException, BadRowException {
        Integer index = columns.get(column);
        Optional<String> text = text(column);
        if (index == null || text.isEmpty()) {
            return Optional.empty();
        }
        int type = description.getColumnType(index);
        if (type == Types.BIT || type == Types.BOOLEAN) {
            return Optional.of(row.getBoolean(index));
        }
        return switch (text.get().strip().toLowerCase(Locale.ROOT)) {
            case "1", "t", "true", "yes", "on" -> Optional.of(true);
            case "0", "f", "false", "no", "off" -> Optional.of(false);
            default -> throw new BadRowException(column, "must be 1 or 0, or true or false");
        };
    }

    /** A limit of at least one, or -1 for none. */
    int limit(String column, int defaultValue) throws SQLException, BadRowException {
        Optional<BigDecimal> number = number(column);
        if (number.isEmpty()) {
            return defaultValue;
        }
        if (number.get().compareTo(BigDecimal.ONE.negate()) == 0) {
            return Application.UNLIMITED;
        }
        return whole(column, number.get(), 1, "a whole number from 1 to " + Integer.MAX_VALUE + ", or -1 for no limit");
    }

    int whole(String column, int minimum, int defaultValue) throws SQLException, BadRowException {
        Optional<BigDecimal> number = number(column);
        return number.isEmpty()
                ? defaultValue
                : whole(column, number.get(), minimum, "a whole number from " + minimum + " to " + Integer.MAX_VALUE);
    }

    Duration seconds(String column, Duration defaultValue) throws SQLException, BadRowException {
        return Duration.ofSeconds(whole(column, 1, Math.toIntExact(defaultValue.toSeconds())));
    }

    Duration milliseconds(String column, Duration defaultValue) throws SQLException, BadRowException {
        return Duration.ofMillis(whole(column, 0, Math.toIntExact(defaultValue.toMillis())));
    }

    /** Kilobytes of 1 024 bytes, which may be fractions, as bytes. */
    int kilobytes(String column, int defaultBytes) throws SQLException, BadRowException {
        Optional<BigDecimal> number = number(column);
        if (number.isEmpty()) {
            return defaultBytes;
        }
        BigDecimal bytes = number.get().multiply(BigDecimal.valueOf(1_024));
        if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            throw bad(column, "a number of kilobytes of at least one byte, at most 2 gigabytes", number.get());
        }
        return bytes.intValue();
    }

    private Optional<BigDecimal> number(String column) throws SQLException, BadRowException {
        Optional<String> text = text(column).map(String::strip);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (text.get().length() <= LONGEST_NUMBER) {
                BigDecimal number = new BigDecimal(text.get());
                // 1e999999999 is a number too, and would take gigabytes to write out.
                if (Math.abs((long) number.scale()) <= LONGEST_NUMBER) {
                    return Optional.of(number);
                }
            }
        } catch (NumberFormatException notANumber) {
            // Said below; not its text, which is whatever somebody has put there.
        }
        throw new BadRowException(column, "must be a number");
    }

    private static int whole(String column, BigDecimal number, int minimum, String allowed) throws BadRowException {
        try {
            int value = number.intValueExact();
            if (value >= minimum) {
                return value;
            }
        } catch (ArithmeticException fractionOrTooLarge) {
            // Said below.
        }
        throw bad(column, allowed, number);
    }

    private static BadRowException bad(String column, String allowed, BigDecimal number) {
        return new BadRowException(column, "must be " + allowed + ", not " + number.toPlainString());
    }
}

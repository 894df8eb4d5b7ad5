package dev.reverb.applications.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a table, perhaps with its schema before it. As in SQL: a plain word is of the case that the database gives to such, and what is in
 * double quotes is exact, whatever the database itself quotes with.
 */
final class TableName {

    private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")+)\"|([^\".]+)");
    private static final Pattern NAME = Pattern.compile("(?:" + PART + ")(?:\\.(?:" + PART + ")){0,2}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");

    private final String text;

    private TableName(String text) {
        this.text = text;
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException where it is none
     */
    static TableName of(String text) {
        if (!NAME.matcher(text).matches() || text.isBlank() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "table must be a name such as apps, reverb.apps or \"Apps\", not " + text);
        }
        return new TableName(text);
    }

    /** As it stands in a statement for this database. */
    String quoted(DatabaseMetaData database) throws SQLException {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        while (part.find()) {
            String exact = part.group(1);
            parts.add(quoted(database, exact == null ? cased(database, part.group(2)) : exact.replace("\"\"", "\"")));
        }
        return String.join(".", parts);
    }

    /** A name in quotes, exactly as it is. */
    static String quoted(DatabaseMetaData database, String name) throws SQLException {
        // A blank is what a driver says whose database has no quotes.
        String quote = database.getIdentifierQuoteString().strip();
        return quote + (quote.isEmpty() ? name : name.replace(quote, quote + quote)) + quote;
    }

    private static String cased(DatabaseMetaData database, String part) throws SQLException {
        if (!WORD.matcher(part).matches()) {
            return part;
        }
        if (database.storesUpperCaseIdentifiers()) {
            return part.toUpperCase(Locale.ROOT);
        }
        return database.storesLowerCaseIdentifiers() ? part.toLowerCase(Locale.ROOT) : part;
    }

    @Override
    public String toString() {
        return text;
    }
}

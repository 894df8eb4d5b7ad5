package dev.reverb.applications.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.regex.Pattern;

/**
 * The statements for a table as it is in a database: its own names of the columns, in the database's quotes ({@code key} is a reserved word of
 * some). Immutable.
 */
final class AppsTable {

    private final Lookup byId;
    private final Lookup byKey;

    private AppsTable(Lookup byId, Lookup byKey) {
        this.byId = byId;
        this.byKey = byKey;
    }

    /**
     * Looks at a table.
     *
     * @param connection to its database
     * @param name its name
     * @param timeoutSeconds how long that may take
     * @throws SQLException where there is none, or not such a one
     */
    static AppsTable of(Connection connection, TableName name, int timeoutSeconds) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        String select = "SELECT * FROM " + name.quoted(database) + " WHERE ";
        try (PreparedStatement nothing = connection.prepareStatement(select + "1 = 0")) {
            nothing.setQueryTimeout(timeoutSeconds);
            try (ResultSet none = nothing.executeQuery()) {
                ResultSetMetaData columns = none.getMetaData();
                int id = find(columns, ApplicationRow.ID, name);
                int key = find(columns, ApplicationRow.KEY, name);
                find(columns, ApplicationRow.SECRET, name);
                return new AppsTable(
                        Lookup.of(database, columns, id, select), Lookup.of(database, columns, key, select));
            }
        }
    }

    private static int find(ResultSetMetaData columns, String name, TableName table) throws SQLException {
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            if (columns.getColumnName(column).equalsIgnoreCase(name)) {
                return column;
            }
        }
        throw new SQLException("The table " + table + " has no column " + name);
    }

    Lookup byId() {
        return byId;
    }

    Lookup byKey() {
        return byKey;
    }

    /**
     * A question by one of its columns.
     *
     * @param sql the statement, with the name as its only parameter
     * @param type what the column has: whole numbers, text, or text that the database fills up with blanks
     */
    record Lookup(String sql, int type) {

        private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

        private static Lookup of(DatabaseMetaData database, ResultSetMetaData columns, int column, String select)
                throws SQLException {
            String sql = select + TableName.quoted(database, columns.getColumnName(column)) + " = ?";
            return switch (columns.getColumnType(column)) {
                case Types.CHAR, Types.NCHAR -> new Lookup(sql, Types.CHAR);
                case Types.VARCHAR, Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR, Types.CLOB, Types.NCLOB ->
                    new Lookup(sql, Types.VARCHAR);
                case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> new Lookup(sql, Types.BIGINT);
                default ->
                    throw new SQLException("The column " + columns.getColumnName(column) + " is of type "
                            + columns.getColumnTypeName(column) + ", not text");
            };
        }

        /** Whether such a column can have this name at all; what cannot, a database would take for an error of ours. */
        boolean canHave(String name) {
            return type == Types.BIGINT
                    ? WHOLE.matcher(name).matches()
                    : name.indexOf('\0') < 0
                            && StandardCharsets.UTF_8.newEncoder().canEncode(name);
        }

        void bind(PreparedStatement statement, String name) throws SQLException {
            switch (type) {
                case Types.BIGINT -> statement.setLong(1, Long.parseLong(name));
                // As such, so that the blanks do not count.
                case Types.CHAR -> statement.setObject(1, name, Types.CHAR);
                default -> statement.setString(1, name);
            }
        }
    }
}

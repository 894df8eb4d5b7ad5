package dev.reverb.applications.jdbc;

/** In memory. */
final class H2Database extends TestDatabase {

    private final String name;

    H2Database(String name) {
        super("apps-h2.sql", "\"", "public");
        this.name = name;
    }

    @Override
    String url() {
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    String user() {
        return "reverb";
    }

    @Override
    String jsonType() {
        return "varchar(4000)";
    }

    @Override
    String flag(boolean value) {
        return String.valueOf(value);
    }

    @Override
    String keyColumn() {
        return "\"KEY\"";
    }
}

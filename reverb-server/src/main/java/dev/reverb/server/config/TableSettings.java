package dev.reverb.server.config;

import java.util.ArrayList;
import java.util.Optional;

/** The table that the applications come from, as all settings of {@link AppsSettings} say together. Immutable. */
public final class TableSettings {

    private final Values values;

    private TableSettings(Values values) {
        this.values = values;
    }

    /**
     * What the settings say.
     *
     * @return the table, or empty where the applications are those of the settings
     * @throws ConfigurationException where a value is wrong, or the database is not said
     */
    static Optional<TableSettings> of(Values values) throws ConfigurationException {
        if (values.get(AppsSettings.PROVIDER) != AppsSettings.Provider.JDBC) {
            return Optional.empty();
        }
        values.check(AppsSettings.ALL, new ArrayList<>());
        if (values.find(AppsSettings.URL).isEmpty()) {
            throw values.wrong(
                    AppsSettings.URL, "missing, while " + values.originOrName(AppsSettings.PROVIDER) + " is jdbc");
        }
        inOrder(values, AppsSettings.REFRESH_AFTER, AppsSettings.TIME_TO_LIVE);
        inOrder(values, AppsSettings.TIME_TO_LIVE, AppsSettings.MAX_STALENESS);
        return Optional.of(new TableSettings(values));
    }

    private static <T extends Comparable<T>> void inOrder(Values values, Setting<T> smaller, Setting<T> larger)
            throws ConfigurationException {
        if (values.get(smaller).compareTo(values.get(larger)) > 0) {
            throw values.wrong(smaller, "must be at most " + values.originOrName(larger));
        }
    }

    /**
     * A setting that has a default.
     *
     * @param setting one of the public ones of {@link AppsSettings}
     * @param <T> the type of its value
     * @return its value
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting + " has no default"));
    }

    private <T> Optional<T> find(Setting<T> setting) {
        try {
            return values.find(setting);
        } catch (ConfigurationException checkedBefore) {
            throw new IllegalStateException(checkedBefore);
        }
    }

    /**
     * Where the database is.
     *
     * @return its JDBC URL; may have a password
     */
    public String url() {
        return find(AppsSettings.URL).orElseThrow();
    }

    /**
     * Where that was given.
     *
     * @return what a message about it begins with
     */
    public String urlOrigin() {
        return values.originOrName(AppsSettings.URL);
    }

    /**
     * Where the table's name was given.
     *
     * @return what a message about it begins with
     */
    public String tableOrigin() {
        return values.originOrName(AppsSettings.TABLE);
    }

    /**
     * Who logs in, where the URL does not say it.
     *
     * @return the user
     */
    public Optional<String> username() {
        return find(AppsSettings.USERNAME);
    }

    /**
     * What that one logs in with.
     *
     * @return the password
     */
    public Optional<String> password() {
        return find(AppsSettings.PASSWORD);
    }

    /** Nothing secret. */
    @Override
    public String toString() {
        return "TableSettings[" + get(AppsSettings.TABLE) + "]";
    }
}

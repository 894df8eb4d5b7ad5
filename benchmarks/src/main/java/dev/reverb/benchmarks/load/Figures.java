package dev.reverb.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run found, in the order of the report. */
final class Figures {

    private record Figure(double value, int decimals, String unit) {
        String number() {
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }
    }

    private final Mode mode;
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    Figures(Mode mode) {
        this.mode = mode;
    }

    /**
     * Adds a figure.
     *
     * @param value NaN where it could not be had: null in JSON, "n/a" in the table
     */
    void add(String name, double value, int decimals, String unit) {
        figures.put(name, new Figure(value, decimals, unit));
    }

    void count(String name, long value) {
        add(name, (double) value, 0, "");
    }

    double get(String name) {
        Figure figure = figures.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("There is no figure " + name + " in " + figures.keySet());
        }
        return figure.value;
    }

    /** So many per second. */
    void rate(String name, long count, double seconds, int decimals) {
        add(name, (double) count / seconds, decimals, "1/s");
    }

    String json() {
        StringBuilder json = new StringBuilder("{\"mode\":\"" + mode + '"');
        figures.forEach((name, figure) -> json.append(",\"")
                .append(name)
                .append("\":")
                .append(Double.isFinite(figure.value) ? figure.number() : "null"));
        return json.append('}').toString();
    }

    String table() {
        StringBuilder table = new StringBuilder(String.format("%-30s %16s%n", "mode", mode));
        figures.forEach((name, figure) -> table.append(String.format(
                "%-30s %16s %s%n", name, Double.isFinite(figure.value) ? figure.number() : "n/a", figure.unit)));
        return table.toString();
    }
}

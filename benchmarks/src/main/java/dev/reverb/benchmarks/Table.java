package dev.reverb.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The figures as Markdown, a column for each transport. */
final class Table {

    private final Map<String, Map<Load, double[]>> figures = new TreeMap<>();
    private final Map<String, double[]> memory = new TreeMap<>();

    void add(String transport, Map<Load, double[]> loads, double[] idle) {
        figures.put(transport, loads);
        memory.put(transport, idle);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("| CPU | limit |");
        figures.keySet().forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n| --- | --- |").append(" --- |".repeat(figures.size())).append('\n');
        for (Load load : Load.values()) {
            double limit = CompareTransports.median(figures.values().stream()
                    .mapToDouble(loads -> measured(loads, load)[0])
                    .toArray());
            text.append("| ")
                    .append(load.title())
                    .append(" | ")
                    .append(number(limit))
                    .append(" |");
            figures.values().forEach(loads -> text.append(cell(measured(loads, load))));
            text.append('\n');
        }
        row(text, "idle connection, bytes of live heap", 0);
        row(text, "idle connection, resident bytes", 1);
        return text.toString();
    }

    private static double[] measured(Map<Load, double[]> loads, Load load) {
        return Objects.requireNonNull(loads.get(load));
    }

    private static String cell(double[] limitAndServer) {
        return String.format(
                Locale.ROOT, " %s (%.2f) |", number(limitAndServer[1]), limitAndServer[1] / limitAndServer[0]);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    private void row(StringBuilder text, String title, int index) {
        text.append("| ").append(title).append(" | 0 |");
        memory.values().forEach(bytes -> text.append(String.format(Locale.ROOT, " %,.0f |", bytes[index])));
        text.append('\n');
    }
}

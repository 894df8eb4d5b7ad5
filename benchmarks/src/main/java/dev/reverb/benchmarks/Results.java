package dev.reverb.benchmarks;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** All figures of a run: a line for each, a column for each transport. */
final class Results {

    /**
     * A figure of one transport.
     *
     * @param limit the limit's in the same run; NaN if it was not measured
     */
    private record Cell(double value, double limit) {}

    private final Map<String, String> environment;
    private final List<String> transports;
    private final Map<String, Map<String, Cell>> lines = new LinkedHashMap<>();

    Results(Map<String, String> environment, List<String> transports) {
        this.environment = environment;
        this.transports = transports;
    }

    void add(String title, String transport, double value, double limit) {
        lines.computeIfAbsent(title, key -> new LinkedHashMap<>()).put(transport, new Cell(value, limit));
    }

    String markdown() {
        StringBuilder text = new StringBuilder("| |");
        boolean limited = lines.values().stream().anyMatch(cells -> !Double.isNaN(limit(cells)));
        text.append(limited ? " limit |" : "");
        transports.forEach(name -> text.append(' ').append(name).append(" |"));
        text.append("\n| --- |").append(limited ? " ---: |" : "").append(" ---: |".repeat(transports.size()));
        lines.forEach((title, cells) -> {
            text.append("\n| ").append(title).append(" |");
            if (limited) {
                text.append(' ').append(number(limit(cells))).append(" |");
            }
            transports.forEach(
                    name -> text.append(' ').append(cell(cells.get(name))).append(" |"));
        });
        environment.forEach((name, value) -> text.append("\n| ")
                .append(name)
                .append(" | ")
                .append(value)
                .append(" |")
                .append(" |".repeat(transports.size() - (limited ? 0 : 1))));
        return text.append('\n').toString();
    }

    /** It was measured in turn with each transport. */
    private static double limit(Map<String, Cell> cells) {
        double[] limits = cells.values().stream()
                .mapToDouble(Cell::limit)
                .filter(limit -> !Double.isNaN(limit))
                .toArray();
        return limits.length == 0 ? Double.NaN : LoadMeasurement.median(limits);
    }

    private static String cell(@Nullable Cell cell) {
        if (cell == null) {
            return "failed";
        }
        String value = number(cell.value);
        return Double.isNaN(cell.limit)
                ? value
                : value + String.format(Locale.ROOT, " (%.2f)", cell.value / cell.limit);
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        String format = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, value).replace(',', ' ');
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("environment");
            environment.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeArrayPropertyStart("figures");
            lines.forEach((title, cells) -> cells.forEach((transport, cell) -> write(json, title, transport, cell)));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, String title, String transport, Cell cell) {
        json.writeStartObject();
        json.writeStringProperty("figure", title);
        json.writeStringProperty("transport", transport);
        json.writeNumberProperty("value", cell.value);
        if (!Double.isNaN(cell.limit)) {
            json.writeNumberProperty("limit", cell.limit);
        }
        json.writeEndObject();
    }
}

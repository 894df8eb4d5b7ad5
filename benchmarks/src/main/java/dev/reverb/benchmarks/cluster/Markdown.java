package dev.reverb.benchmarks.cluster;

import java.util.Locale;

/** A table, row by row. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();

    Markdown(String... heads) {
        row((Object[]) heads);
        text.append("| --- ".repeat(heads.length)).append("|\n");
    }

    /** A row; numbers get three digits or more. */
    void row(Object... cells) {
        for (Object cell : cells) {
            text.append("| ")
                    .append(cell instanceof Number number ? format(number) : cell)
                    .append(' ');
        }
        text.append("|\n");
    }

    static String format(Number number) {
        double value = number.doubleValue();
        if (number instanceof Integer || value >= 1_000) {
            return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ');
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

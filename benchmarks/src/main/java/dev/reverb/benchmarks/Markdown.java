package dev.reverb.benchmarks;

import java.util.Locale;

/** A table, row by row. */
public final class Markdown {

    private final StringBuilder text = new StringBuilder();

    /**
     * A table without rows.
     *
     * @param heads of its columns
     */
    public Markdown(String... heads) {
        row((Object[]) heads);
        text.append("| --- ".repeat(heads.length)).append("|\n");
    }

    /**
     * Adds a row.
     *
     * @param cells numbers get three digits or more, others are text
     */
    public void row(Object... cells) {
        for (Object cell : cells) {
            text.append("| ")
                    .append(cell instanceof Number number ? format(number) : cell)
                    .append(' ');
        }
        text.append("|\n");
    }

    /**
     * A number with three digits or more.
     *
     * @param number not negative
     * @return the text; thousands are parted by spaces
     */
    public static String format(Number number) {
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

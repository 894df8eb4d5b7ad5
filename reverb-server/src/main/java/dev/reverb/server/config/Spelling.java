package dev.reverb.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant. */
public final class Spelling {

    private Spelling() {}

    /**
     * What to say about an unknown name.
     *
     * @param name what was written
     * @param known the names there are
     * @return {@code ; did you mean x?}, or nothing where no name is near
     */
    public static String hint(String name, Collection<String> known) {
        return nearest(name, known)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
    }

    /**
     * The name nearest to one that was written: at most a third of its characters are wrong, missing, too many or
     * swapped. Case and separators do not count, so {@code maxConnections} finds {@code max_connections}.
     */
    static Optional<String> nearest(String name, Collection<String> known) {
        String plain = plain(name);
        int most = Math.max(1, plain.length() / 3);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))))
                .filter(candidate -> distance(plain, plain(candidate)) <= most);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** The optimal string alignment distance: insertions, deletions, replacements, and swaps of neighbours. */
    static int distance(String left, String right) {
        int[] beforeLast = new int[right.length() + 1];
        int[] last = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = left.charAt(i - 1) == right.charAt(j - 1);
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[right.length()];
    }
}

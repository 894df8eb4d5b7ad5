package dev.reverb.broadcasting.auth;

import java.util.List;

/**
 * A rule as {@link Channels#list} tells it; its text is a line of a table.
 *
 * @param pattern the channels that it is for, such as {@code orders.{orderId}}
 * @param guards the names of the guards that find the user, in the order in which they are tried
 * @param handler the class that decides
 */
public record RuleDescription(String pattern, List<String> guards, String handler) {

    /** Checks nothing; copies the guards. */
    public RuleDescription {
        guards = List.copyOf(guards);
    }

    @Override
    public String toString() {
        return String.format("%-40s %-20s %s", pattern, String.join(", ", guards), handler);
    }
}

package dev.reverb.broadcasting.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The rules in their order; the first that matches decides. Safe for any thread. */
final class RuleTable {

    /** The rule for a channel, and what its wildcards stand for there. */
    record Match(Rule rule, Map<String, String> values) {}

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    synchronized void add(Rule rule) {
        for (Rule other : rules) {
            if (other.pattern().covers(rule.pattern())) {
                throw new IllegalArgumentException("The rule for \"" + other.pattern()
                        + "\" comes first and matches all that \"" + rule.pattern() + "\" does");
            }
        }
        rules.add(rule);
    }

    /** Finds the rule for a channel's name without its prefix. */
    Optional<Match> first(String name) {
        for (Rule rule : rules) {
            Optional<Map<String, String>> values = rule.pattern().match(name);
            if (values.isPresent()) {
                return Optional.of(new Match(rule, values.get()));
            }
        }
        return Optional.empty();
    }

    List<RuleDescription> descriptions() {
        return rules.stream().map(Rule::description).toList();
    }
}

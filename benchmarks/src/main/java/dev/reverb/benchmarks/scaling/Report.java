package dev.reverb.benchmarks.scaling;

import dev.reverb.benchmarks.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** All rows, and the table of them. */
final class Report {

    /** Commands of which there are fewer per operation are not named: Redis gets some every second whatever happens. */
    private static final double NAMED = 0.05;

    /**
     * One run.
     *
     * @param base rows of one base and one operation compare
     * @param load what it was
     * @param nodes how many, 0 without scaling
     * @param remark what else is to be said
     */
    record Row(String base, String load, int nodes, Cost cost, String remark) {}

    private final List<Row> rows = new ArrayList<>();

    void add(Row row) {
        rows.add(row);
    }

    /** The servers' processor time as a multiple of that on one node; empty where that was not measured. */
    OptionalDouble ratio(Row row) {
        return rows.stream()
                .filter(other -> other.nodes() == 1
                        && other.base().equals(row.base())
                        && other.cost().operation() == row.cost().operation())
                .mapToDouble(other -> row.cost().allServers() / other.cost().allServers())
                .findFirst();
    }

    String markdown(Map<String, String> environment) {
        Markdown table = new Markdown(
                "load",
                "nodes",
                "per",
                "servers, µs",
                "to one node",
                "per delivery, µs",
                "each server, µs",
                "Redis, µs",
                "Redis commands",
                "to Redis, bytes",
                "from Redis, bytes",
                "p50, ms",
                "p99, ms",
                "and");
        rows.forEach(row -> add(table, row));
        String facts = environment.entrySet().stream()
                .map(fact -> "- " + fact.getKey() + ": " + fact.getValue() + '\n')
                .collect(Collectors.joining());
        return table + "\n" + facts;
    }

    private void add(Markdown table, Row row) {
        Cost cost = row.cost();
        OptionalDouble ratio = ratio(row);
        boolean isIdle = cost.operation() == Operation.SECOND;
        table.row(
                row.load(),
                row.nodes() == 0 ? "no scaling" : row.nodes(),
                cost.operation(),
                number(cost.allServers()),
                ratio.isPresent() ? number(ratio.getAsDouble()) : "",
                number(cost.perDelivery()),
                cost.servers().stream().map(Report::number).collect(Collectors.joining(" / ")),
                number(cost.redis()),
                commands(cost),
                number(cost.redisIn()),
                number(cost.redisOut()),
                isIdle ? "" : number(cost.p50()),
                isIdle ? "" : number(cost.p99()),
                row.remark());
    }

    /** All, and by name those that are not rare. */
    private static String commands(Cost cost) {
        String named = cost.commands().entrySet().stream()
                .filter(command -> command.getValue() >= NAMED)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(command -> command.getKey() + ' ' + number(command.getValue()))
                .collect(Collectors.joining(", "));
        return number(cost.allCommands()) + (named.isEmpty() ? "" : " (" + named + ')');
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Markdown.format(value) : "";
    }
}

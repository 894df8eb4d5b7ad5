package dev.reverb.benchmarks.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one operation cost, on average. NaN where something could not be had.
 *
 * @param operation what it was
 * @param servers processor time of each server, in microseconds
 * @param deliveries copies that clients received
 * @param redis processor time of Redis, in microseconds
 * @param redisIn bytes that Redis received
 * @param redisOut bytes that it sent
 * @param commands that Redis ran, by name; those of scripts too
 * @param p50 median of what an operation took, in milliseconds
 * @param p99 what one in a hundred took longer than, in milliseconds
 */
record Cost(
        Operation operation,
        List<Double> servers,
        double deliveries,
        double redis,
        double redisIn,
        double redisOut,
        Map<String, Double> commands,
        double p50,
        double p99) {

    private static final double MICROS = 1e6;
    private static final String CALLS = "redis_calls_";

    /** From all figures of a run of the load generator. */
    static Cost of(Operation operation, Map<String, Double> figures) {
        double count = get(figures, operation.count());
        Map<String, Double> commands = new TreeMap<>();
        figures.forEach((name, value) -> {
            if (name.startsWith(CALLS)) {
                commands.put(name.substring(CALLS.length()), value / count);
            }
        });
        return new Cost(
                operation,
                servers(figures, count),
                get(figures, "deliveries") / count,
                get(figures, "redis_cpu_s") * MICROS / count,
                get(figures, "redis_in_bytes") / count,
                get(figures, "redis_out_bytes") / count,
                commands,
                get(figures, operation.latency() + "_p50_us") / 1_000,
                get(figures, operation.latency() + "_p99_us") / 1_000);
    }

    private static List<Double> servers(Map<String, Double> figures, double count) {
        List<Double> servers = new ArrayList<>();
        for (int i = 1; figures.containsKey("server" + i + "_cpu_s"); i++) {
            servers.add(get(figures, "server" + i + "_cpu_s") * MICROS / count);
        }
        return servers.isEmpty() ? List.of(get(figures, "server_cpu_s") * MICROS / count) : servers;
    }

    private static double get(Map<String, Double> figures, String name) {
        return figures.getOrDefault(name, Double.NaN);
    }

    /** Processor time of all servers, in microseconds. */
    double allServers() {
        return servers.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Processor time of all servers for each copy that a client received, in microseconds. */
    double perDelivery() {
        return deliveries > 0 ? allServers() / deliveries : Double.NaN;
    }

    /** All commands that Redis ran. */
    double allCommands() {
        return commands.isEmpty()
                ? Double.NaN
                : commands.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}

package dev.reverb.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a Redis has done so far.
 *
 * @param cpu its processor time, in seconds
 * @param in bytes that it has received
 * @param out bytes that it has sent
 * @param calls by command, also those that scripts make; without {@code INFO}, which asks for this
 */
record RedisUsage(double cpu, long in, long out, Map<String, Long> calls) {

    private static final String COMMAND = "cmdstat_";
    private static final String CALLS = "calls=";

    /** Reads the answer of {@code INFO cpu stats commandstats}. */
    static RedisUsage parse(String info) {
        double cpu = 0;
        long in = 0;
        long out = 0;
        Map<String, Long> calls = new TreeMap<>();
        for (String line : info.split("\r\n")) {
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon));
            String value = line.substring(colon + 1);
            switch (name) {
                case "used_cpu_sys", "used_cpu_user" -> cpu += Double.parseDouble(value);
                case "total_net_input_bytes" -> in = Long.parseLong(value);
                case "total_net_output_bytes" -> out = Long.parseLong(value);
                default -> {
                    if (name.startsWith(COMMAND) && !name.equals("cmdstat_info")) {
                        calls.put(name.substring(COMMAND.length()), calls(value));
                    }
                }
            }
        }
        return new RedisUsage(cpu, in, out, calls);
    }

    private static long calls(String value) {
        return Long.parseLong(value.substring(CALLS.length(), value.indexOf(',')));
    }

    /** The same without what its asker has caused. */
    RedisUsage without(long bytesIn, long bytesOut) {
        return new RedisUsage(cpu, in - bytesIn, out - bytesOut, calls);
    }

    /** The figures of what it has done since then. */
    void report(Figures figures, RedisUsage before) {
        figures.add("redis_cpu_s", cpu - before.cpu, 6, "s");
        figures.count("redis_in_bytes", in - before.in);
        figures.count("redis_out_bytes", out - before.out);
        Map<String, Long> since = new TreeMap<>(calls);
        before.calls.forEach((command, count) -> since.merge(command, -count, Long::sum));
        figures.count(
                "redis_commands",
                since.values().stream().mapToLong(Long::longValue).sum());
        since.forEach((command, count) -> {
            if (count > 0) {
                figures.count("redis_calls_" + command.replaceAll("\\W", "_"), count);
            }
        });
    }
}

package dev.reverb.benchmarks.load;

import dev.reverb.benchmarks.load.ProcFiles.ThreadTime;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the server's processes, their Redis and the generator itself have used of processors so far. Times in seconds. */
final class Usage {

    private final long at = Clock.now();
    private final long unixMillis = System.currentTimeMillis();
    private final boolean known;
    private final List<ProcessTime> processes;
    private final @Nullable RedisUsage redis;
    private final double own;
    private final double ownWait;

    Usage(ServerProcesses server, @Nullable RedisClient redis) {
        known = server.areKnown();
        processes = server.pids().stream().map(ProcessTime::of).toList();
        this.redis = redis == null ? null : redis.usage();
        @Nullable ThreadTime self = ProcFiles.ownThread();
        ownWait = self == null ? Double.NaN : Clock.seconds(self.waited());
        own = ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Clock.seconds(system.getProcessCpuTime())
                : Double.NaN;
    }

    /** When it was read. */
    long at() {
        return at;
    }

    double secondsSince(Usage before) {
        return Clock.seconds(at - before.at);
    }

    /** The server's processor time since then. */
    double cpuSince(Usage before) {
        double cpu = known ? 0 : Double.NaN;
        for (int i = 0; i < processes.size(); i++) {
            cpu += cpuSince(before, i);
        }
        return cpu;
    }

    private double cpuSince(Usage before, int process) {
        return processes.get(process).cpuSince(before.processes.get(process));
    }

    private double waitSince(Usage before) {
        double wait = known ? 0 : Double.NaN;
        for (int i = 0; i < processes.size(); i++) {
            wait += processes.get(i).waitSince(before.processes.get(i));
        }
        return wait;
    }

    private double sumSince(Usage before, ToDoubleFunction<ProcessTime> part) {
        return known ? sum(part) - before.sum(part) : Double.NaN;
    }

    private double sum(ToDoubleFunction<ProcessTime> part) {
        return processes.stream().mapToDouble(part).sum();
    }

    /** The figures of what was done since then, for each of so many operations and in all. */
    void report(Figures figures, Usage before, long count, String operation) {
        double operations = (double) count;
        double seconds = secondsSince(before);
        double cpu = cpuSince(before);
        double self = own - before.own;
        figures.add("server_us_per_" + operation, cpu / operations * 1e6, 3, "us");
        figures.add("server_cpu_pct", cpu / seconds * 100, 1, "%");
        figures.add("server_wait_pct", waitSince(before) / seconds * 100, 1, "%");
        figures.add("server_cpu_s", cpu, 6, "s");
        figures.add("server_user_s", sumSince(before, ProcessTime::user), 2, "s");
        figures.add("server_sys_s", sumSince(before, ProcessTime::system), 2, "s");
        for (int i = 0; processes.size() > 1 && i < processes.size(); i++) {
            figures.add("server" + (i + 1) + "_cpu_s", cpuSince(before, i), 6, "s");
        }
        if (redis != null && before.redis != null) {
            redis.report(figures, before.redis);
        }
        figures.add("load_us_per_" + operation, self / operations * 1e6, 3, "us");
        figures.add("load_cpu_pct", self / seconds * 100, 1, "%");
        figures.add("load_wait_pct", (ownWait - before.ownWait) / seconds * 100, 1, "%");
        figures.add("load_cpu_s", self, 3, "s");
        figures.count("begin_unix_ms", before.unixMillis);
        figures.count("end_unix_ms", unixMillis);
    }
}

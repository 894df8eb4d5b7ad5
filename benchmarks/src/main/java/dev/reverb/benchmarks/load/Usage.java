package dev.reverb.benchmarks.load;

import dev.reverb.benchmarks.load.ProcFiles.Cpu;
import dev.reverb.benchmarks.load.ProcFiles.ThreadTime;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the server's processes, and the generator itself, have used of processors so far. Times in seconds. */
final class Usage {

    /** Of the process's clock, a tick for user and one for system time each. */
    private static final double PRECISION = 0.03;

    private final long at = Clock.now();
    private final boolean known;
    private final Map<String, ThreadTime> threads = new HashMap<>();
    private final double own;
    private final double ownWait;
    private double user;
    private double system;

    Usage(ServerProcesses server) {
        known = server.areKnown();
        for (long pid : server.pids()) {
            Cpu cpu = ProcFiles.cpu(pid);
            if (cpu != null) {
                user += cpu.user();
                system += cpu.system();
                threads.putAll(ProcFiles.threads(pid));
            }
        }
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
        if (!known) {
            return Double.NaN;
        }
        double ticks = user - before.user + system - before.system;
        double exact = 0;
        for (Map.Entry<String, ThreadTime> thread : threads.entrySet()) {
            exact += Clock.seconds(
                    thread.getValue().ran() - before.thread(thread.getKey()).ran());
        }
        // The threads' clocks are finer, but threads that have ended are only in the process's.
        return Math.abs(ticks - exact) <= PRECISION ? exact : ticks;
    }

    private double waitSince(Usage before) {
        double wait = known ? 0 : Double.NaN;
        for (Map.Entry<String, ThreadTime> thread : threads.entrySet()) {
            wait += Clock.seconds(
                    thread.getValue().waited() - before.thread(thread.getKey()).waited());
        }
        return wait;
    }

    private ThreadTime thread(String id) {
        return threads.getOrDefault(id, new ThreadTime(0, 0));
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
        figures.add("server_cpu_s", cpu, 3, "s");
        figures.add("server_user_s", known ? user - before.user : Double.NaN, 2, "s");
        figures.add("server_sys_s", known ? system - before.system : Double.NaN, 2, "s");
        figures.add("load_us_per_" + operation, self / operations * 1e6, 3, "us");
        figures.add("load_cpu_pct", self / seconds * 100, 1, "%");
        figures.add("load_wait_pct", (ownWait - before.ownWait) / seconds * 100, 1, "%");
        figures.add("load_cpu_s", self, 3, "s");
    }
}

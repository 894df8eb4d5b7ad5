package dev.reverb.benchmarks.load;

import dev.reverb.benchmarks.load.ProcFiles.Cpu;
import dev.reverb.benchmarks.load.ProcFiles.ThreadTime;
import java.util.Map;

/**
 * What a process has used of processors so far, in seconds, and its threads by id.
 *
 * @param user as the process's clock has it, which goes by ticks
 * @param system likewise
 */
record ProcessTime(double user, double system, Map<String, ThreadTime> threads) {

    /** Of the process's clock, a tick for user and one for system time each. */
    private static final double PRECISION = 0.03;

    private static final ThreadTime NEW = new ThreadTime(0, 0);

    /** Of a process that runs; nothing of one that has ended. */
    static ProcessTime of(long pid) {
        Cpu cpu = ProcFiles.cpu(pid);
        return cpu == null
                ? new ProcessTime(0, 0, Map.of())
                : new ProcessTime(cpu.user(), cpu.system(), ProcFiles.threads(pid));
    }

    /** The processor time since then. */
    double cpuSince(ProcessTime before) {
        double ticks = user - before.user + system - before.system;
        double exact = 0;
        for (Map.Entry<String, ThreadTime> thread : threads.entrySet()) {
            exact += Clock.seconds(
                    thread.getValue().ran() - before.thread(thread.getKey()).ran());
        }
        // The threads' clocks are finer, but threads that have ended are only in the process's.
        return Math.abs(ticks - exact) <= PRECISION ? exact : ticks;
    }

    /** For how long threads could have run since then, but had no processor. */
    double waitSince(ProcessTime before) {
        double wait = 0;
        for (Map.Entry<String, ThreadTime> thread : threads.entrySet()) {
            wait += Clock.seconds(
                    thread.getValue().waited() - before.thread(thread.getKey()).waited());
        }
        return wait;
    }

    private ThreadTime thread(String id) {
        return threads.getOrDefault(id, NEW);
    }
}

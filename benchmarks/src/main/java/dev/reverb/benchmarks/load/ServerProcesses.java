package dev.reverb.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of {@code --pid} with all their descendants, as they were when the run began. */
final class ServerProcesses {

    private final List<Long> pids = new ArrayList<>();
    private final boolean known;

    /**
     * Looks for them.
     *
     * @throws IllegalArgumentException if one of them does not run
     */
    ServerProcesses(List<Long> roots) {
        long self = ProcessHandle.current().pid();
        for (long root : roots) {
            ProcessHandle process = ProcessHandle.of(root)
                    .orElseThrow(() -> new IllegalArgumentException("--pid: there is no process " + root));
            Stream.concat(Stream.of(process), process.descendants())
                    .map(ProcessHandle::pid)
                    .filter(pid -> pid != self && !pids.contains(pid))
                    .forEach(pids::add);
        }
        known = !pids.isEmpty() && ProcFiles.exist();
    }

    List<Long> pids() {
        return pids;
    }

    /** Whether anything can be known of them: they were named, and this is Linux. */
    boolean areKnown() {
        return known;
    }

    /** Resident memory in KiB. */
    double resident() {
        return sum("status", "VmRSS");
    }

    /** Resident memory in KiB, where what several processes share counts by parts. */
    double proportional() {
        return sum("smaps_rollup", "Pss");
    }

    private double sum(String file, String name) {
        return known
                ? pids.stream()
                        .mapToDouble(pid -> ProcFiles.line(pid, file, name))
                        .sum()
                : Double.NaN;
    }

    /** Memory figures, whose names say when they were taken. */
    void reportMemory(Figures figures, String when) {
        figures.add("server_rss" + when + "_kib", resident(), 0, "KiB");
        figures.add("server_pss" + when + "_kib", proportional(), 0, "KiB");
    }

    void report(Figures figures) {
        figures.add("server_rss_peak_kib", sum("status", "VmHWM"), 0, "KiB");
        figures.add("server_processes", known ? pids.size() : Double.NaN, 0, "");
        figures.add("server_threads", sum("status", "Threads"), 0, "");
    }
}

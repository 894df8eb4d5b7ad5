package dev.reverb.benchmarks.load;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what Linux tells of processes in {@code /proc}. */
final class ProcFiles {

    /** User and kernel seconds of a process, ended children included. */
    record Cpu(double user, double system) {}

    /** Nanoseconds that a thread ran, and that it could have run but had no processor. */
    record ThreadTime(long ran, long waited) {}

    /** What Linux has told programs on all usual machines since 2.4, whatever it uses itself. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Path PROC = Path.of("/proc");

    private ProcFiles() {}

    static boolean exist() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    /** Null if there is no such process. */
    static @Nullable Cpu cpu(long pid) {
        String stat = read(PROC.resolve(pid + "/stat"));
        if (stat.isEmpty()) {
            return null;
        }
        // Behind the name, which may hold anything: state is field 3, utime 14, stime 15, cutime 16, cstime 17.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Cpu(
                (number(fields[11]) + number(fields[13])) / TICKS_PER_SECOND,
                (number(fields[12]) + number(fields[14])) / TICKS_PER_SECOND);
    }

    /** The living threads of a process by id; empty where the kernel does not count. */
    static Map<String, ThreadTime> threads(long pid) {
        Map<String, ThreadTime> threads = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path task : tasks) {
                ThreadTime time = threadTime(task);
                if (time != null) {
                    threads.put(task.getFileName().toString(), time);
                }
            }
        } catch (IOException gone) {
            // It has ended.
        }
        return threads;
    }

    /** Of the thread that asks. */
    static @Nullable ThreadTime ownThread() {
        return threadTime(PROC.resolve("thread-self"));
    }

    private static @Nullable ThreadTime threadTime(Path task) {
        String[] fields = read(task.resolve("schedstat")).trim().split(" ");
        return fields.length < 2 ? null : new ThreadTime((long) number(fields[0]), (long) number(fields[1]));
    }

    /** A number from a file of lines such as {@code VmRSS:   1234 kB}; 0 if there is none. */
    static double line(long pid, String file, String name) {
        for (String line : read(PROC.resolve(pid + "/" + file)).split("\n")) {
            if (line.startsWith(name + ":")) {
                return number(line.substring(name.length() + 1).trim().split("\\s+")[0]);
            }
        }
        return 0;
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    /** Empty if it cannot be read, as when the process has ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}

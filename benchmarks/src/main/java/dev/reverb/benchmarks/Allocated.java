package dev.reverb.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Answers each line on standard input with the bytes that all living threads have allocated so far. */
final class Allocated {

    static final String ANSWER = "allocated ";

    private Allocated() {}

    static void answer() {
        Thread thread = new Thread(Allocated::answerAll, "allocated");
        thread.setDaemon(true);
        thread.start();
    }

    private static void answerAll() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try {
            while (in.readLine() != null) {
                long[] bytes = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
                System.out.println(
                        ANSWER + Arrays.stream(bytes).filter(n -> n > 0).sum());
                System.out.flush();
            }
        } catch (IOException e) {
            // Nobody asks any more.
        }
    }
}

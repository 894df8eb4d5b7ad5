package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The bytes that the server allocates for an operation. */
final class AllocationMeasurement implements Measurement {

    /** Low enough for any server to follow: then so many events happen in a second, no fewer and no more. */
    private static final int EVENTS_PER_SECOND = 50;

    /** Until the connections are open and the events come as they should. */
    private static final int BEFORE_SECONDS = 4;

    private static final int SECONDS = 4;
    private static final int AFTER_SECONDS = 2;

    private static final String[] PUBLISHES = {"http", "--http-conns", "8"};
    private static final String[] CLIENT_EVENTS = {"whisper", "--conns", "20"};

    @Override
    public void measure(Bench bench, Results results) throws IOException, InterruptedException {
        bench.warmUp();
        warmUp(bench, "fanout", "--conns", "1000");
        add(bench, results, "allocated per event to 1 000, bytes", perEvent(bench, 1_000));
        add(bench, results, "allocated per event to 2 000, bytes", perEvent(bench, 2_000));
        warmUp(bench, PUBLISHES);
        add(bench, results, "allocated per publish, bytes", perOperation(bench, "requests", PUBLISHES));
        warmUp(bench, CLIENT_EVENTS);
        add(bench, results, "allocated per client event, bytes", perOperation(bench, "messages", CLIENT_EVENTS));
    }

    private static void add(Bench bench, Results results, String title, double bytes) {
        results.add(title, bench.transport(), bytes, Double.NaN);
    }

    /** Compiled code allocates less than interpreted code. */
    private static void warmUp(Bench bench, String... arguments) throws IOException, InterruptedException {
        bench.load(bench.server(), with(arguments, "--duration", "" + bench.options().warmup));
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    /** From within a steady stream, so that connecting has no part in it. */
    private static double perEvent(Bench bench, int connections) throws IOException, InterruptedException {
        ServerProcess server = bench.server();
        Process load = bench.start(
                server,
                "rate",
                "--conns",
                "" + connections,
                "--rate",
                "" + EVENTS_PER_SECOND,
                "--warmup",
                "" + BEFORE_SECONDS,
                "--duration",
                "" + (SECONDS + AFTER_SECONDS));
        TimeUnit.SECONDS.sleep(BEFORE_SECONDS);
        long began = System.nanoTime();
        long before = server.allocated();
        TimeUnit.SECONDS.sleep(SECONDS);
        long bytes = server.allocated() - before;
        double seconds = (System.nanoTime() - began) / 1e9;
        bench.finish(load, server);
        return bytes / (seconds * EVENTS_PER_SECOND);
    }

    /** Of so many operations that what else happens does not count. */
    private static double perOperation(Bench bench, String figure, String... arguments)
            throws IOException, InterruptedException {
        long before = bench.server().allocated();
        String[] all = with(arguments, "--warmup", "0", "--duration", "" + bench.options().seconds);
        double operations = bench.load(bench.server(), all).getOrDefault(figure, Double.NaN);
        return (bench.server().allocated() - before) / operations;
    }
}

package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The bytes that the server allocates for an operation. */
final class AllocationMeasurement implements Measurement {

    /** Low enough for any server to follow: then so many events happen in a second, no fewer and no more. */
    private static final int EVENTS_PER_SECOND = 50;

    /** Until the connections are open and the events come as they should. */
    private static final int BEFORE_SECONDS = 4;

    private static final int SECONDS = 4;
    private static final int AFTER_SECONDS = 2;

    @Override
    public void measure(Bench bench, Results results) throws IOException, InterruptedException {
        for (int connections : new int[] {1_000, 2_000}) {
            results.add(
                    String.format("allocated per event to %,d, bytes", connections).replace(',', ' '),
                    bench.transport(),
                    perEvent(bench, connections),
                    Double.NaN);
        }
        results.add("allocated per publish, bytes", bench.transport(), perPublish(bench), Double.NaN);
        results.add("allocated per client event, bytes", bench.transport(), perClientEvent(bench), Double.NaN);
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

    private static double perPublish(Bench bench) throws IOException, InterruptedException {
        return perOperation(bench, "requests", "http", "--http-conns", "8");
    }

    private static double perClientEvent(Bench bench) throws IOException, InterruptedException {
        return perOperation(bench, "messages", "whisper", "--conns", "20");
    }

    /** Of so many operations that what else happens does not count. */
    private static double perOperation(Bench bench, String figure, String... arguments)
            throws IOException, InterruptedException {
        long before = bench.server().allocated();
        String[] all = Arrays.copyOf(arguments, arguments.length + 4);
        System.arraycopy(
                new String[] {"--warmup", "0", "--duration", "" + bench.options().seconds},
                0,
                all,
                arguments.length,
                4);
        double operations = bench.load(bench.server(), all).getOrDefault(figure, Double.NaN);
        return (bench.server().allocated() - before) / operations;
    }
}

package dev.reverb.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/** {@code ./benchmarks/compression}: see {@code docs/benchmarks.md}. */
public final class Compression {

    private final CompressionOptions options;
    private final Generator generator = Generator.java();

    /** What a run of a cell found. */
    private record Figures(double bytes, double micros, double events) {

        static Figures median(List<Figures> runs) {
            return new Figures(
                    LoadMeasurement.median(
                            runs.stream().mapToDouble(Figures::bytes).toArray()),
                    LoadMeasurement.median(
                            runs.stream().mapToDouble(Figures::micros).toArray()),
                    LoadMeasurement.median(
                            runs.stream().mapToDouble(Figures::events).toArray()));
        }
    }

    private Compression(CompressionOptions options) {
        this.options = options;
    }

    /**
     * Measures. The exit status is 1 if a run failed, 2 for wrong usage.
     *
     * @param arguments the options
     */
    public static void main(String... arguments) throws InterruptedException {
        CompressionOptions options;
        try {
            options = CompressionOptions.parse(arguments);
        } catch (ParameterException e) {
            System.err.println("compression: " + e.getMessage() + "; --help lists the options");
            System.exit(2);
            return;
        }
        if (options.help) {
            System.out.print(CompressionOptions.usage());
            return;
        }
        try {
            new Compression(options).run();
        } catch (IOException e) {
            System.err.println("compression: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, InterruptedException {
        List<String> compressing = new ArrayList<>(options.jvmOptions);
        compressing.add("-D" + Serve.COMPRESSION + "=true");
        try (ServerProcess without = ServerProcess.reverb(options.transport, options.jvmOptions);
                ServerProcess with = ServerProcess.reverb(options.transport, compressing)) {
            warmUp(without, 0);
            warmUp(with, 50);
            Markdown table = new Markdown(
                    "data",
                    "take compression",
                    "bytes per delivery",
                    "ratio",
                    "server's µs per delivery",
                    "ratio",
                    "events/s");
            for (int size : options.sizes) {
                measure(size, without, with, table);
            }
            System.out.print(table);
        }
        Environment.describe(options.jvmOptions).forEach((name, value) -> System.out.println(name + ": " + value));
        System.out.println(
                "transport: " + options.transport + ", " + options.connections + " subscribers of one channel");
    }

    /** Several times, since what each generator does in its beginning is not what the server is to be warm for. */
    private void warmUp(ServerProcess server, int share) throws IOException, InterruptedException {
        System.err.println("warm-up…");
        finish(server, "http", "--http-conns", "8", "--duration", "" + options.warmup);
        for (int size : options.sizes) {
            load(server, size, share, options.warmup);
        }
    }

    /** In turn, so that what disturbs one disturbs all. */
    private void measure(int size, ServerProcess without, ServerProcess with, Markdown table)
            throws IOException, InterruptedException {
        System.err.println(size + " bytes…");
        List<List<Figures>> cells = new ArrayList<>();
        for (int cell = 0; cell <= options.shares.size(); cell++) {
            cells.add(new ArrayList<>());
        }
        for (int run = 0; run < options.runs; run++) {
            cells.get(0).add(load(without, size, 0, options.seconds));
            for (int i = 0; i < options.shares.size(); i++) {
                cells.get(i + 1).add(load(with, size, options.shares.get(i), options.seconds));
            }
        }
        Figures base = Figures.median(cells.get(0));
        row(table, size, "none", base, base);
        for (int i = 0; i < options.shares.size(); i++) {
            row(table, size, options.shares.get(i) + " %", Figures.median(cells.get(i + 1)), base);
        }
    }

    private static void row(Markdown table, int size, String share, Figures figures, Figures base) {
        table.row(
                size + " B",
                share,
                figures.bytes,
                figures.bytes / base.bytes,
                figures.micros,
                figures.micros / base.micros,
                figures.events);
    }

    private Figures load(ServerProcess server, int size, int share, double seconds)
            throws IOException, InterruptedException {
        Map<String, Double> found = finish(
                server,
                "fanout",
                "--conns",
                "" + options.connections,
                "--payload",
                "" + size,
                "--json-data",
                "--compressed",
                "" + share,
                "--duration",
                "" + seconds);
        long expected = (long) options.connections * share / 100;
        double compressed = figure(found, "conns_compressed");
        if (compressed != expected) {
            throw new IOException(compressed + " of " + expected + " connections got compression");
        }
        return new Figures(
                figure(found, "bytes_per_delivery"),
                figure(found, "server_us_per_delivery"),
                figure(found, "events_per_s"));
    }

    private static double figure(Map<String, Double> found, String name) throws IOException {
        Double figure = found.get(name);
        if (figure == null) {
            throw new IOException("The generator said nothing of " + name);
        }
        return figure;
    }

    private Map<String, Double> finish(ServerProcess server, String... arguments)
            throws IOException, InterruptedException {
        return generator.finish(generator.start(server, arguments), server);
    }
}

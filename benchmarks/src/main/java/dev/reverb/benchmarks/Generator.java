package dev.reverb.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.benchmarks.load.LoadGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A load generator on the second core. Every run must end without a single failure. Immutable. */
public final class Generator {

    private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\":(-?[0-9.]+)");

    private final List<String> program;

    private Generator(List<String> program) {
        this.program = program;
    }

    /**
     * Ours, as {@code benchmarks/load} starts it.
     *
     * @return the generator
     */
    public static Generator java() {
        return new Generator(List.of(
                ServerProcess.tool("java"),
                "-XX:+UseSerialGC",
                "-Xms256m",
                "-Xmn128m",
                "-cp",
                System.getProperty("java.class.path"),
                LoadGenerator.class.getName()));
    }

    /** The one in C. */
    static Generator swarm(Path folder) {
        return new Generator(List.of(folder.resolve("swarm").toString()));
    }

    /** Starts to load a server. */
    Process start(ServerProcess server, String... arguments) throws IOException {
        return start(List.of(server), List.of(arguments));
    }

    /**
     * Starts to load servers that are one.
     *
     * @param servers all are accounted for; what is not told otherwise goes to the first
     * @param arguments the mode and its options
     * @return the process
     * @throws IOException where it does not start
     */
    public Process start(List<ServerProcess> servers, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(Cores.second());
        command.addAll(program);
        command.addAll(arguments);
        String pids = servers.stream().map(server -> "" + server.pid()).collect(Collectors.joining(","));
        command.addAll(List.of("--port", "" + servers.get(0).port(), "--pid", pids, "--json"));
        command.addAll(List.of("--app-id", Serve.APP_ID, "--key", Serve.APP_KEY, "--secret", Serve.APP_SECRET));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Waits for the end.
     *
     * @param load what was started
     * @param server what was loaded, for the message
     * @return all figures
     * @throws IOException where anything failed
     */
    public Map<String, Double> finish(Process load, Object server) throws IOException, InterruptedException {
        String json = new String(load.getInputStream().readAllBytes(), UTF_8);
        if (load.waitFor() != 0) {
            throw new IOException("The load on " + server + " found failures: " + json.trim());
        }
        return figures(json);
    }

    /** The numbers of a flat JSON object. */
    static Map<String, Double> figures(String json) {
        Map<String, Double> figures = new HashMap<>();
        Matcher figure = FIGURE.matcher(json);
        while (figure.find()) {
            figures.put(figure.group(1), Double.valueOf(figure.group(2)));
        }
        return figures;
    }
}

package dev.reverb.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator, on the second core. Every run must end without a single failure. */
final class Swarm {

    private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\":(-?[0-9.]+)");

    private final Path program;

    Swarm(Path folder) {
        this.program = folder.resolve("swarm");
    }

    /** Loads a server, and returns all figures. */
    Map<String, Double> run(ServerProcess server, String... arguments) throws IOException, InterruptedException {
        Process process = start(server, arguments);
        String json = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    "swarm " + String.join(" ", arguments) + " found failures with " + server + ": " + json);
        }
        return figures(json);
    }

    /** Starts without waiting. */
    Process start(ServerProcess server, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "1", program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--port", "" + server.port(), "--pid", "" + server.pid(), "--json"));
        command.addAll(List.of("--app-id", Serve.APP_ID, "--key", Serve.APP_KEY, "--secret", Serve.APP_SECRET));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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

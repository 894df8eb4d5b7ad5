package dev.reverb.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.reverb.application.Application;
import dev.reverb.test.browser.Executables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Pusher's unmodified server SDK for Node, in a process that serves all tests. Scripts are what an application's developer
 * would write, with the SDK as {@code pusher}; see {@code node.js}.
 *
 * <p>{@code ./verify} names the program in the property {@code reverb.node}; without, it is looked for on the path, and
 * tests that find none are skipped.
 */
final class Node implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    private Node(Process process) {
        this.process = process;
        this.in = process.outputWriter(UTF_8);
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    static Node start() {
        try {
            return new Node(program("node.js").start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How to run a program beside this class, which may require the vendored packages. */
    static ProcessBuilder program(String file) {
        String node =
                Executables.require("Node", "reverb.node", "node", "nodejs").getPath();
        ProcessBuilder builder =
                new ProcessBuilder(node, resource(file).toString()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("NODE_PATH", resource("vendor/npm").toString());
        // What the packages use and newer versions of Node will not have is none of our tests' concern.
        builder.environment().put("NODE_NO_WARNINGS", "1");
        return builder;
    }

    /** The same for a program that finds its application in the environment. */
    static ProcessBuilder program(String file, Application application) {
        ProcessBuilder builder = program(file);
        builder.environment()
                .putAll(Map.of(
                        "REVERB_APP_ID", application.id(),
                        "REVERB_APP_KEY", application.key(),
                        "REVERB_APP_SECRET", application.secret()));
        return builder;
    }

    private static Path resource(String name) {
        try {
            return Path.of(
                    Objects.requireNonNull(Node.class.getResource(name), name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Runs statements with the SDK set up for a server's application; the arguments are {@code arguments[0]} and so on. */
    JsonElement run(Site server, String script, Object... arguments) {
        JsonObject answer = ask(
                new Gson().toJson(Map.of("script", script, "options", options(server), "values", List.of(arguments))));
        if (answer.has("error")) {
            throw new AssertionError(script + " failed: " + answer);
        }
        return answer.get("value");
    }

    private static Map<String, Object> options(Site server) {
        return Map.of(
                "appId", server.application().id(),
                "key", server.application().key(),
                "secret", server.application().secret(),
                "host", ServerTransport.ADDRESS,
                "port", server.port(),
                "useTLS", false,
                "encryptionMasterKeyBase64", ApplicationEndpoints.MASTER_KEY);
    }

    private synchronized JsonObject ask(String line) {
        try {
            in.write(line + "\n");
            in.flush();
            String answer = CompletableFuture.supplyAsync(this::readLine)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            return JsonParser.parseString(answer).getAsJsonObject();
        } catch (IOException failed) {
            throw new UncheckedIOException("Node has ended", failed);
        }
    }

    private String readLine() {
        try {
            return Objects.requireNonNull(out.readLine(), "Node has ended");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}

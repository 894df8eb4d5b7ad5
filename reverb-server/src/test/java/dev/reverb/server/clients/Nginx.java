package dev.reverb.server.clients;

import dev.reverb.application.Application;
import dev.reverb.server.RedisProcess;
import dev.reverb.test.browser.Executables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A real nginx before several servers, with the configuration that {@code docs/scaling.md} shows: but for the ports, the very text.
 *
 * <p>{@code ./verify} names the program in the property {@code reverb.nginx}; without, it is looked for on the path, and tests that find
 * none are skipped.
 */
final class Nginx implements Site, AutoCloseable {

    private static final Path DOCUMENTED = Path.of("..", "examples", "nginx");
    private static final String LISTEN = "listen 8080;";
    private static final Pattern SERVERS =
            Pattern.compile("( +server )127\\.0\\.0\\.1:8081( fail_timeout=1s;).*\\n.*:8082.*\\n");
    private static final int ATTEMPTS = 5;
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final Application application;
    private final int port;

    private Nginx(Process process, Application application, int port) {
        this.process = process;
        this.application = application;
        this.port = port;
    }

    /** Starts it on a free port; somebody else may take the port meanwhile, and then it takes another. */
    static Nginx before(List<RunningServer> servers, Path folder) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Nginx nginx = launch(servers, folder, RedisProcess.freePort());
            try {
                RunningServer.await(nginx::isListening, "nginx to listen");
                return nginx;
            } catch (AssertionError notStarted) {
                nginx.close();
                if (attempt == ATTEMPTS) {
                    throw notStarted;
                }
            }
        }
    }

    private static Nginx launch(List<RunningServer> servers, Path folder, int port) throws IOException {
        String program = Executables.require("nginx", "reverb.nginx", "nginx").getPath();
        Files.writeString(folder.resolve("reverb.conf"), before(servers, port));
        Files.writeString(folder.resolve("nginx.conf"), Files.readString(DOCUMENTED.resolve("nginx.conf")));
        Process process = new ProcessBuilder(program, "-p", folder.toString(), "-c", "nginx.conf")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        return new Nginx(process, servers.get(0).application(), port);
    }

    /** The documented configuration, with other ports. */
    private static String before(List<RunningServer> servers, int port) throws IOException {
        String documented = Files.readString(DOCUMENTED.resolve("reverb.conf"));
        Matcher upstream = SERVERS.matcher(documented);
        if (!upstream.find() || !documented.contains(LISTEN)) {
            throw new AssertionError("The documented configuration is not what it was");
        }
        String lines = servers.stream()
                .map(server ->
                        upstream.group(1) + ServerTransport.ADDRESS + ":" + server.port() + upstream.group(2) + "\n")
                .collect(Collectors.joining());
        return documented
                .replace(upstream.group(), lines)
                .replace(LISTEN, "listen " + ServerTransport.ADDRESS + ":" + port + ";");
    }

    private boolean isListening() {
        if (!process.isAlive()) {
            throw new AssertionError("nginx has ended, with status " + process.exitValue());
        }
        try (Socket socket = new Socket(InetAddress.getByName(ServerTransport.ADDRESS), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public Application application() {
        return application;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Times {@code ./reverb start}: from before its process is made until a client that has tried all the while is told {@code
 * pusher:connection_established}. Run by {@code benchmarks/start}.
 *
 * <p>Usage: {@code java Start.java RUNS CORE TRANSPORT...}, in the project's folder.
 */
public final class Start {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String core;
    private final Path directory;

    private Start(String core, Path directory) {
        this.core = core;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("reverb-start");
        Start start = new Start(arguments[1], directory);
        try {
            System.out.printf("%-10s %12s %10s %10s   %s%n", "transport", "median, ms", "fastest", "slowest", "runs");
            for (String transport : Arrays.asList(arguments).subList(2, arguments.length)) {
                double[] millis = new double[runs];
                for (int run = 0; run < runs; run++) {
                    millis[run] = start.time(transport) / 1e6;
                }
                Arrays.sort(millis);
                System.out.printf(
                        "%-10s %12.0f %10.0f %10.0f   %d%n",
                        transport, millis[runs / 2], millis[0], millis[runs - 1], runs);
            }
        } finally {
            Files.delete(directory);
        }
    }

    /** One start; nanoseconds. */
    private long time(String transport) throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>();
        if (!core.equals("any")) {
            command.addAll(List.of("taskset", "-c", core));
        }
        command.addAll(List.of(
                Path.of("reverb").toAbsolutePath().toString(),
                "start",
                "--host=127.0.0.1",
                "--port=" + port,
                "--transport=" + transport));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("REVERB_APP_ID", "id");
        builder.environment().put("REVERB_APP_KEY", "key");
        builder.environment().put("REVERB_APP_SECRET", "secret");
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            awaitConnection(process, port, began);
            return System.nanoTime() - began;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void awaitConnection(Process process, int port, long began) throws InterruptedException {
        while (!connects(port)) {
            if (!process.isAlive() || System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IllegalStateException("the server did not start");
            }
            Thread.sleep(2);
        }
    }

    /** Whether a server is there; returns when it has said that the connection stands. */
    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream()
                    .write(("GET /app/key?protocol=7 HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            awaitText(socket.getInputStream(), "pusher:connection_established");
            return true;
        } catch (ConnectException early) {
            return false;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void awaitText(InputStream in, String text) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[4_096];
        while (!received.toString(StandardCharsets.ISO_8859_1).contains(text)) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("closed after: " + received.toString(StandardCharsets.ISO_8859_1));
            }
            received.write(buffer, 0, count);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

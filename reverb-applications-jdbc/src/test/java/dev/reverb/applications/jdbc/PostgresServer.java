package dev.reverb.applications.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL. Its programs are in the folder that the system property {@code reverb.postgres} names, on the path, or where Debian puts them;
 * without them the test is skipped. It refuses to run as root: there it runs as {@code nobody}, to whom its folder is given.
 */
final class PostgresServer extends DatabaseProcess {

    private static final Path DEBIANS = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final List<String> as;

    private PostgresServer(Path programs) {
        super("apps-postgresql.sql", "\"", "public");
        this.programs = programs;
        this.as = System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--")
                : List.of();
    }

    static PostgresServer started() {
        Path programs = folderOf("initdb", "reverb.postgres", debians())
                .orElseGet(() -> Assumptions.abort("there is no PostgreSQL here"));
        PostgresServer server = new PostgresServer(programs);
        server.start();
        return server;
    }

    /** The newest first. */
    private static List<Path> debians() {
        if (!Files.isDirectory(DEBIANS)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIANS)) {
            return versions.sorted(Comparator.reverseOrder())
                    .map(version -> version.resolve("bin"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void initialize() {
        try {
            Files.writeString(folder().resolve("password"), PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!as.isEmpty()) {
            run(List.of("chown", "-R", "nobody:nogroup", folder().toString()));
        }
        run(as(
                "initdb",
                "-D",
                "data",
                "-U",
                user(),
                "--auth=scram-sha-256",
                "--pwfile=password",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync"));
    }

    @Override
    List<String> command() {
        return as(
                "postgres",
                "-D",
                "data",
                "-p",
                String.valueOf(port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
                "-c",
                "shared_buffers=8MB");
    }

    private List<String> as(String program, String... arguments) {
        List<String> command = new ArrayList<>(as);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    @Override
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    @Override
    String user() {
        return "reverb";
    }

    @Override
    String jsonType() {
        return "json";
    }

    @Override
    String flag(boolean value) {
        return String.valueOf(value);
    }

    @Override
    String keyColumn() {
        return "\"key\"";
    }
}

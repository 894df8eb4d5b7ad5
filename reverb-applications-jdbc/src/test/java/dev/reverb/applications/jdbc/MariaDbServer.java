package dev.reverb.applications.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A MariaDB, which stands for MySQL too. {@code mariadbd} is what the system property {@code reverb.mariadbd} names, on the path, or where
 * Debian puts it; without it the test is skipped.
 */
final class MariaDbServer extends DatabaseProcess {

    private static final String PROGRAM = "mariadbd";
    private static final List<Path> USUAL =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"), Path.of("/usr/bin"));

    private final Path programs;

    private MariaDbServer(Path programs) {
        super("apps-mysql.sql", "`", "reverb");
        this.programs = programs;
    }

    static MariaDbServer started() {
        Path programs = folderOf(PROGRAM, "reverb.mariadb", USUAL)
                .orElseGet(() -> Assumptions.abort("there is no MariaDB here"));
        MariaDbServer server = new MariaDbServer(programs);
        server.start();
        return server;
    }

    @Override
    void initialize() {
        Path installer = folderOf(
                        "mariadb-install-db", "reverb.mariadb-install", List.of(programs, Path.of("/usr/bin")))
                .orElseThrow(() -> new IllegalStateException("mariadb-install-db is missing"));
        try {
            Files.writeString(
                    folder().resolve("init.sql"),
                    "CREATE DATABASE IF NOT EXISTS reverb CHARACTER SET utf8mb4;\n" + "GRANT ALL ON reverb.* TO '"
                            + user() + "'@'127.0.0.1' IDENTIFIED BY '" + PASSWORD + "';\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(List.of(
                installer.resolve("mariadb-install-db").toString(),
                "--no-defaults",
                "--datadir=" + folder().resolve("data"),
                "--user=" + System.getProperty("user.name"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--innodb-log-file-size=4M",
                "--innodb-flush-log-at-trx-commit=0"));
    }

    @Override
    List<String> command() {
        return List.of(
                programs.resolve(PROGRAM).toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + folder().resolve("data"),
                "--port=" + port(),
                "--bind-address=127.0.0.1",
                "--socket=" + folder().resolve("socket"),
                "--pid-file=" + folder().resolve("pid"),
                "--init-file=" + folder().resolve("init.sql"),
                "--skip-name-resolve",
                "--innodb-buffer-pool-size=16M",
                "--innodb-log-file-size=4M",
                "--innodb-flush-log-at-trx-commit=2");
    }

    /** From version 4 on the driver wants TLS, unless told otherwise. */
    @Override
    String url() {
        return "jdbc:mariadb://127.0.0.1:" + port() + "/reverb?sslMode=disable";
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
        return value ? "1" : "0";
    }

    @Override
    String keyColumn() {
        return "`key`";
    }
}

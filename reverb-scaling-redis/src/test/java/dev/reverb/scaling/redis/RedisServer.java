package dev.reverb.scaling.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A real standalone Redis for tests, on a free port of the loopback address and with a folder of its own; ended with the JVM. */
public final class RedisServer implements AutoCloseable {

    private static final String READY = "Ready to accept connections";

    /** One for all and until the JVM ends: to make and to end one takes longer than most questions. */
    private static final RedisClient ASKING = RedisClient.create();

    private final RedisProcess process;
    private final String scheme;

    private RedisServer(RedisProcess process, String scheme) {
        this.process = process;
        this.scheme = scheme;
    }

    /** Starts one that forgets everything when it ends. */
    public static RedisServer start(String... options) {
        List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly", "no"));
        all.addAll(List.of(options));
        return new RedisServer(RedisProcess.start(READY, "", all), "redis");
    }

    /** Starts one that knows everything again after it was killed: each command is on disk before it is answered. */
    public static RedisServer startPersistent(String... options) {
        List<String> all = new ArrayList<>(List.of("--save", "", "--appendonly", "yes", "--appendfsync", "always"));
        all.addAll(List.of(options));
        return new RedisServer(RedisProcess.start(READY, "", all), "redis");
    }

    /** Starts one that forgets everything when it ends, and takes TLS connections only. */
    public static RedisServer startWithTls(Path certificate, Path key, String... options) {
        List<String> all = new ArrayList<>(List.of("--port", "0", "--tls-port", RedisProcess.PORT));
        all.addAll(List.of("--tls-cert-file", certificate.toString(), "--tls-key-file", key.toString()));
        all.addAll(List.of("--tls-auth-clients", "no", "--save", "", "--appendonly", "no"));
        all.addAll(List.of(options));
        return new RedisServer(RedisProcess.start(READY, "", all), "rediss");
    }

    public int port() {
        return process.port();
    }

    /** Where it is, such as {@code redis://127.0.0.1:10123}. */
    public String uri() {
        return scheme + "://127.0.0.1:" + port();
    }

    /** Asks it something over a connection of its own. */
    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection = ASKING.connect(RedisURI.create(uri()))) {
            return question.apply(connection.sync());
        }
    }

    /** Starts it again after {@link #kill} or {@link #terminate}, on the same port, with what it has saved. */
    public void restart() {
        process.start();
    }

    /** Starts it again without what it has saved. */
    public void restartEmpty() {
        process.deleteData();
        process.start();
    }

    /** Ends it as a crash does. */
    public void kill() {
        process.kill();
    }

    /** Ends it as an administrator does. */
    public void terminate() {
        process.terminate();
    }

    /** Lets it do nothing until {@link #resume}; its connections stay open. */
    public void pause() {
        process.pause();
    }

    /** Lets it go on. */
    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        process.close();
    }
}

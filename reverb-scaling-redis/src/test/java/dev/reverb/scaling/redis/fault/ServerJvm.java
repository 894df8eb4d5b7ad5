package dev.reverb.scaling.redis.fault;

import dev.reverb.application.Application;
import dev.reverb.scaling.redis.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A whole server in a JVM of its own, to be killed and to be paused. */
final class ServerJvm extends Node {

    private final ChildProcess process;
    private final int port;

    private ServerJvm(Application application, ChildProcess process) {
        super(application);
        this.process = process;
        String ready = process.awaitReady();
        this.port = Integer.parseInt(ready.substring(ServerMain.LISTENING.length()));
    }

    /** Starts one that takes part in the cluster on a Redis. */
    static ServerJvm start(String redis, Hook hook, Duration lease) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                redis,
                hook.uri(),
                Long.toString(lease.toMillis()));
        try {
            return new ServerJvm(
                    FaultApplication.toldTo(hook.uri()),
                    ChildProcess.start(Path.of("").toAbsolutePath(), ServerMain.LISTENING, command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    int port() {
        return port;
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.kill();
    }

    /** Lets it do nothing until {@link #resume}. */
    void pause() {
        process.pause();
    }

    /** Lets it go on. */
    void resume() {
        process.resume();
    }

    /** Whether it has logged a line with this in it. */
    boolean hasLogged(String part) {
        return process.log().stream().anyMatch(line -> line.contains(part));
    }

    @Override
    public void close() {
        process.close();
    }
}

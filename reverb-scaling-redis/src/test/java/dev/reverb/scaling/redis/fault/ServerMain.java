package dev.reverb.scaling.redis.fault;

import dev.reverb.ReverbServer;
import dev.reverb.scaling.redis.RedisScaling;
import java.io.IOException;
import java.time.Duration;

/** A whole server as a process of its own: {@code ServerMain REDIS HOOK LEASE-MILLIS}. Ends with its standard input. */
public final class ServerMain {

    /** What it says, before its port, once it can be used. */
    static final String LISTENING = "LISTENING ";

    private ServerMain() {}

    /** Starts it. */
    public static void main(String[] arguments) throws IOException {
        RedisScaling scaling = RedisScaling.builder(arguments[0])
                .lease(Duration.ofMillis(Long.parseLong(arguments[2])))
                .build();
        ReverbServer server = LiveServer.settings(FaultApplication.toldTo(arguments[1]), scaling)
                .start();
        System.out.println(LISTENING + server.port());
        // So that none is left where the JVM of the test was killed.
        System.in.transferTo(System.out);
        Runtime.getRuntime().halt(0);
    }
}

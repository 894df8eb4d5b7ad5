package dev.reverb.scaling.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Redis with a replica, and a Sentinel that makes the replica the master when the master is gone; ended with the JVM. */
public final class RedisSentinel implements AutoCloseable {

    /** The name under which the Sentinel knows the master. */
    public static final String MASTER = "reverb";

    private final RedisClient client = RedisClient.create();
    private final StatefulRedisSentinelConnection<String, String> connection;
    private final RedisServer first;
    private final RedisServer second;
    private final RedisProcess sentinel;

    private RedisSentinel() {
        first = RedisServer.start();
        second = RedisServer.start("--replicaof", "127.0.0.1 " + first.port(), "--repl-diskless-sync-delay", "0");
        // A Sentinel that looks too early looks again only after ten seconds.
        Await.until(() -> first.ask(redis -> redis.info("replication")).contains("state=online"));
        String configuration = """
                sentinel monitor %1$s 127.0.0.1 %2$d 1
                sentinel down-after-milliseconds %1$s 500
                sentinel failover-timeout %1$s 5000
                """.formatted(MASTER, first.port());
        sentinel = RedisProcess.start("+monitor", configuration, List.of("--sentinel"));
        connection = client.connectSentinel(RedisURI.create("127.0.0.1", port()));
        Await.until(() -> connection.sync().replicas(MASTER).stream()
                .anyMatch(replica -> "ok".equals(replica.get("master-link-status"))));
    }

    /** Starts all three. Returns once the Sentinel knows the replica. */
    public static RedisSentinel start() {
        return new RedisSentinel();
    }

    /** Where the Sentinel is. */
    public int port() {
        return sentinel.port();
    }

    /** Where the Sentinel is, such as {@code redis-sentinel://127.0.0.1:40123#reverb}. */
    public String uri() {
        return "redis-sentinel://127.0.0.1:" + port() + "#" + MASTER;
    }

    /** The master at the start. */
    public RedisServer first() {
        return first;
    }

    /** The replica at the start. */
    public RedisServer second() {
        return second;
    }

    /** Whether the Sentinel says that this is the master to whoever asks for one, as clients do. */
    public boolean isMaster(RedisServer server) {
        return connection.sync().getMasterAddrByName(MASTER) instanceof InetSocketAddress address
                && address.getPort() == server.port();
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(0, 5, TimeUnit.SECONDS);
        sentinel.close();
        second.close();
        first.close();
    }
}

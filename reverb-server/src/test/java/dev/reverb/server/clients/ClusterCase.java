package dev.reverb.server.clients;

import dev.reverb.application.Application;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.server.RedisProcess;
import dev.reverb.spi.scaling.ScalingBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of clients on three servers that share a real Redis, behind a real nginx. It gives each connection to the server with the fewest:
 * of three that are open, each is on a server of its own.
 */
abstract class ClusterCase extends SignInCase {

    static final int NODES = 3;

    @TempDir
    private Path folder;

    private List<ClusterNode> nodes = List.of();
    private Nginx nginx;

    /** Starts all of it. */
    final void startCluster(Application application) throws Exception {
        RedisProcess redis = closeLater(RedisProcess.start(Files.createDirectory(folder.resolve("redis"))));
        ScalingBackend backend = RedisScaling.at(redis.url());
        nodes = Stream.generate(() -> node(backend, application)).limit(NODES).toList();
        nginx = closeLater(Nginx.before(
                nodes.stream().map(ClusterNode::server).toList(), Files.createDirectory(folder.resolve("nginx"))));
    }

    private ClusterNode node(ScalingBackend backend, Application application) {
        ClusterNode.Connections connections = new ClusterNode.Connections();
        return new ClusterNode(
                start(settings -> settings.scaling(backend).metrics(connections), application), connections);
    }

    final Site site() {
        return nginx;
    }

    final List<ClusterNode> nodes() {
        return nodes;
    }

    /** Waits until each node has one connection: none of the clients is beside another. */
    final void awaitOneOnEach() {
        RunningServer.await(
                () -> nodes.stream().allMatch(node -> node.open() == 1),
                "one connection on each node, not "
                        + nodes.stream().map(ClusterNode::open).toList());
    }

    /** A connected pusher-java-client. */
    final JavaClient javaClient(String user) {
        return closeLater(new JavaClient(nginx, nginx.application().key(), user))
                .connect();
    }
}

package dev.reverb.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.server.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crowd on three nodes, of which one is killed now and then, and so is Redis. In the usual form some seconds with one kill of each kind;
 * with {@code -Dreverb.long=true} a minute and 300 clients. {@code -Dreverb.seed} repeats the choices of a run, which a failure names.
 *
 * <p>Redis comes back empty only at a moment when webhooks have been told everything: what it forgets before it was passed on is told to
 * nobody, as is documented.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ClusterChurnIT {

    private static final boolean LONG = Boolean.getBoolean("reverb.long");
    private static final int NODES = 3;
    private static final int CLIENTS = LONG ? 300 : 90;
    private static final Duration CHURN = Duration.ofSeconds(60);

    /** A client that is frozen, or a node that is dead, is noticed before that; and then a lease for who is held back. */
    private static final Duration AGREEMENT = ClusterNode.LEASE
            .multipliedBy(4)
            .plusSeconds(ClusterNode.PING_SECONDS + ClusterNode.PONG_SECONDS + 1)
            .plus(ClusterNode.GRACE);

    @TempDir
    Path directory;

    private final long seed = Long.getLong("reverb.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final Weather weather = new Weather();
    private final EventLedger ledger = new EventLedger(weather);
    private final StringBuilder story = new StringBuilder();
    private long began = System.nanoTime();
    private RedisProcess redis;
    private HookReplay hook;
    private Nodes nodes;
    private NodeApi api;
    private ClientLoop loop;
    private Crowd crowd;
    private Agreement agreement;

    @Test
    void allAgreeAfterwards() throws Exception {
        try (RedisProcess ownRedis = RedisProcess.startPersistent(directory);
                HookReplay ownHook = HookReplay.start(new Random(seed));
                Nodes ownNodes = Nodes.ofShortLease(NODES, directory, ownRedis, ownHook.url());
                ClientLoop ownLoop = ClientLoop.start();
                RedisKeys keys = RedisKeys.open(ownRedis.url())) {
            redis = ownRedis;
            hook = ownHook;
            nodes = ownNodes;
            loop = ownLoop;
            Application application = ClusterNode.application(hook.url());
            api = new NodeApi(application);
            crowd = new Crowd(application, loop, nodes, api, ledger, new Random(seed), CLIENTS);
            agreement = new Agreement(loop, crowd.peers(), nodes, api, keys, hook);
            began = System.nanoTime();
            loop.execute(crowd::begin);
            if (LONG) {
                aMinute();
            } else {
                oneOfEach();
            }
            agree(0.3);
            lookAtEachNode();
            nothingStays(keys);
            System.out.println("Churn with seed " + seed + ": " + ledger.size() + " events, " + ledger.received()
                    + " received, " + hook.numbers() + story);
        }
    }

    private void oneOfEach() throws Exception {
        letGo(1_500);
        killNode();
        loop.execute(crowd::freezeNoMore);
        letGo(500);
        killRedis();
        letGo(500);
        forget();
        letGo(1_000);
    }

    private void aMinute() throws Exception {
        letGo(3_000);
        while (System.nanoTime() - began < CHURN.toNanos()) {
            switch (random.nextInt(6)) {
                case 0, 1 -> killNode();
                case 2, 3 -> killRedis();
                case 4 -> killBoth();
                default -> forget();
            }
            letGo(random.nextInt(3_000));
        }
    }

    /** The crowd goes on. */
    private void letGo(int millis) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        loop.execute(() -> loop.after(Duration.ofMillis(millis), () -> passed.complete(null)));
        passed.join();
    }

    private void tell(String what) {
        story.append("\n  ").append(LocalTime.now()).append(' ').append(what);
    }

    // ---- what goes wrong ----

    private void killNode() throws Exception {
        int node = nodes.any(random);
        tell("node " + node + " is killed");
        nodes.kill(node);
        letGo(random.nextInt((int) ClusterNode.LEASE.toMillis()));
        nodes.restart(node);
        tell("node " + node + " is back");
    }

    private void killRedis() throws Exception {
        stormBegins("Redis is killed");
        letGo(random.nextInt(2_000));
        redis.restart();
        stormEnds("Redis is back with its data");
    }

    private void killBoth() throws Exception {
        int node = nodes.any(random);
        stormBegins("Redis and node " + node + " are killed");
        nodes.kill(node);
        letGo(random.nextInt(2_000));
        redis.restart();
        stormEnds("Redis is back with its data");
        letGo(random.nextInt(2_000));
        nodes.restart(node);
        tell("node " + node + " is back");
    }

    private void forget() throws Exception {
        agree(0.1);
        stormBegins("Redis is killed");
        hook.redisForgot();
        loop.execute(crowd::goOn);
        letGo(random.nextInt(1_000));
        redis.restartEmpty();
        stormEnds("Redis is back, empty");
    }

    private void stormBegins(String what) {
        tell(what);
        weather.storm();
        redis.kill();
    }

    /** Waits until all nodes say that it is back. */
    private void stormEnds(String what) throws Exception {
        tell(what);
        for (int node : nodes.up()) {
            while (!api.isWhole(nodes.port(node))) {
                letGo(20);
            }
        }
        weather.calm();
        tell("all nodes have it again");
    }

    // ---- what must hold ----

    private void agree(double away) throws Exception {
        tell("the crowd rests");
        loop.ask(() -> {
            crowd.rest(away);
            return true;
        });
        agreement.await(AGREEMENT, this::circumstances);
        tell("all agree");
        List<String> faults = loop.ask(ledger::faults);
        faults.addAll(crowd.misfits());
        faults.addAll(hook.misfits());
        assertThat(faults).as("%s", faults.isEmpty() ? "" : circumstances()).isEmpty();
    }

    private String circumstances() {
        return "\nwith -Dreverb.seed=" + seed + story + "\n"
                + crowd.misfits().stream().limit(10).collect(Collectors.joining("\n"))
                + hook.misfits().stream().limit(5).collect(Collectors.joining("\n"))
                + nodes.logs();
    }

    /** Newcomers see what the others see. */
    private void lookAtEachNode() throws Exception {
        loop.execute(crowd::look);
        agreement.await(AGREEMENT, this::circumstances);
        tell("newcomers to each node agree");
    }

    private void nothingStays(RedisKeys keys) throws Exception {
        loop.execute(crowd::freezeNoMore);
        if (LONG) {
            killAllNodes();
        } else {
            loop.execute(crowd::leave);
        }
        agreement.await(AGREEMENT, this::circumstances);
        tell("nobody is there");
        loop.execute(crowd::bury);
        List<Integer> up = nodes.up();
        for (int node : up) {
            nodes.lookAway(node);
            nodes.process(node).terminate();
        }
        for (int node : up) {
            nodes.process(node).status();
        }
        assertThat(keys.withoutLifetime()).as("%s", circumstances()).isEmpty();
        assertThat(keys.leases()).isEmpty();
    }

    /** One that starts afterwards has to clear up after all of them. */
    private void killAllNodes() throws Exception {
        loop.ask(() -> {
            crowd.stay();
            return true;
        });
        for (int node = 0; node < NODES; node++) {
            nodes.kill(node);
        }
        tell("all nodes are killed");
        nodes.restart(0);
        tell("one node is there");
    }
}

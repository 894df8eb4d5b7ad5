package dev.reverb.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.server.RedisProcess;
import dev.reverb.server.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three servers as users start them are restarted one after the other, by SIGTERM, while 60 clients are there and events are published. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RollingRestartIT {

    private static final int NODES = 3;
    private static final int USERS = 50;
    private static final int USERS_OF_TWO_TABS = 10;

    /** Longer than any client takes to come back, however busy the machine is. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Application application = Application.of("1", "the-key", "s3cr3t");
    private final EventLedger ledger = new EventLedger(new Weather());

    @Test
    void nobodyMissesAnything() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                HookReplay hook = HookReplay.start(new Random(1));
                Nodes nodes = Nodes.start(NODES, node -> server(node, redis, hook));
                ClientLoop loop = ClientLoop.start();
                RedisKeys keys = RedisKeys.open(redis.url())) {
            NodeApi api = new NodeApi(application);
            Residents residents = new Residents(application, loop, nodes, ledger, USERS, USERS_OF_TWO_TABS);
            SteadyPublisher publisher = new SteadyPublisher(loop, nodes, api, ledger);
            Agreement agreement = new Agreement(loop, residents.peers(), nodes, api, keys, hook);
            loop.execute(residents::begin);
            agreement.await(PATIENCE, nodes::logs);
            loop.execute(() -> ledger.periods().forEach(period -> period.changes.clear()));
            loop.execute(publisher::begin);

            for (int node = 0; node < NODES; node++) {
                nodes.process(node).terminate();
                assertThat(nodes.process(node).status()).as("%s", nodes.logs()).isZero();
                await(() -> loop.ask(residents::areSettled), nodes);
                nodes.restart(node);
            }
            loop.execute(publisher::stop);
            await(() -> loop.ask(publisher::isDone), nodes);
            agreement.await(PATIENCE, nodes::logs);

            List<String> faults = new ArrayList<>(loop.ask(ledger::faults));
            faults.addAll(loop.ask(() -> presenceFaults(residents)));
            faults.addAll(residents.misfits());
            faults.addAll(hook.misfits());
            assertThat(faults).as("%s", faults.isEmpty() ? "" : nodes.logs()).isEmpty();
            assertThat(hook.ended()).as("what webhooks are told to have ended").isEmpty();
            System.out.println("Rolling restart: " + publisher.size() + " events, " + publisher.repeated()
                    + " published twice, " + ledger.received() + " received");
            assertThat(publisher.size()).isGreaterThan(NODES);
            assertThat(residents.peers()).allMatch(peer -> residents.moves(peer.user()) > 0);
        }
    }

    private ServerProcess server(int node, RedisProcess redis, HookReplay hook) throws java.io.IOException {
        return ServerProcess.start(
                directory,
                Map.of(
                        "REVERB_APP_ID", application.id(),
                        "REVERB_APP_KEY", application.key(),
                        "REVERB_APP_SECRET", application.secret(),
                        "REVERB_APP_WEBHOOKS", "[{\"url\":\"" + hook.url() + "\"}]",
                        "REVERB_APP_WEBHOOK_GRACE_MS", Long.toString(GRACE.toMillis()),
                        "REVERB_SCALING_ENABLED", "true",
                        "REDIS_URL", redis.url()),
                "--transport",
                node % 2 == 0 ? "jetty" : "undertow");
    }

    /** A user is told to have gone and to be back as often as it was sent away at most; one of two tabs never is. */
    private List<String> presenceFaults(Residents residents) {
        List<String> faults = new ArrayList<>();
        for (View.Period period : ledger.periods()) {
            for (String change : period.changes) {
                String user = change.substring(1);
                long times = period.changes.stream().filter(change::equals).count();
                if (residents.hasTwoTabs(user)) {
                    faults.add(period + " was told " + change + ", who has another tab");
                } else if (times > residents.moves(user)) {
                    faults.add(period + " was told " + times + " times " + change + ", who was sent away "
                            + residents.moves(user) + " times");
                }
            }
        }
        return faults;
    }

    private static void await(BooleanSupplier condition, Nodes nodes) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s", nodes.logs()).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}

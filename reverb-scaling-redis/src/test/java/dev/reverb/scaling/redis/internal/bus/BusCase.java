package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;

/** The nodes of a test: stopped behind it, and none of them may have been told what a bus must never tell. */
abstract class BusCase {

    private final List<BusNode> nodes = new ArrayList<>();
    private final List<BusNode> running = new ArrayList<>();

    @AfterEach
    final void stop() {
        stopNodes();
        closeRedis();
        assertThat(nodes).allSatisfy(node -> assertThat(node.errors).isEmpty());
    }

    /** Stops all nodes that have not been stopped yet. */
    final void stopNodes() {
        List<CompletionStage<Void>> stopping =
                running.stream().map(node -> node.bus.stop()).toList();
        running.clear();
        stopping.forEach(Await::done);
    }

    final void stop(BusNode node) {
        running.remove(node);
        Await.done(node.bus.stop());
    }

    /** Ends what the test has started for itself. */
    void closeRedis() {}

    /** A node that has not been started. */
    final BusNode newNode(RedisScaling.Builder builder) {
        BusNode node = new BusNode(builder.build().open(Ticker.system(), Scheduler.system()));
        nodes.add(node);
        running.add(node);
        return node;
    }

    /** A node that takes part in some applications, or in {@link BusNode#APP}. */
    final BusNode node(RedisScaling.Builder builder, Application... applications) {
        return newNode(builder).start(applications.length == 0 ? new Application[] {APP} : applications);
    }

    /** Two nodes follow a channel, ada is on the one and bob on the other, and both know. */
    static void meet(String channel, BusNode one, BusNode two) {
        one.follow(channel);
        two.follow(channel);
        one.add(channel, "ada");
        two.add(channel, "bob");
        Await.until(
                "both know",
                () -> one.users(channel).size() == 2 && two.users(channel).size() == 2);
    }

    static void awaitAway(BusNode one, BusNode two) {
        Await.until("both say that Redis is away", () -> one.isAway() && two.isAway());
    }

    static void awaitBack(BusNode one, BusNode two) {
        Await.until("both say that Redis is back", () -> one.isBack() && two.isBack());
    }
}

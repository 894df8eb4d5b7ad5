package dev.reverb.tck.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.spi.scaling.ChannelSnapshot;
import dev.reverb.spi.scaling.ScalingBus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all cases have in common: a cluster for each test, servers that write down what they are told, and waiting. Behind each test the
 * servers stop, and it is checked that none was told what cannot be, and that nothing is left. Every wait has a deadline; none is a
 * sleep.
 */
abstract class ScalingCase {

    /** How long anything may take, in real time. */
    static final Duration DEADLINE = Duration.ofSeconds(20);

    /** How long what has ended waits for its opposite before it is a fact. */
    static final Duration GRACE = Duration.ofSeconds(1);

    /** The application of most cases: wants facts, and no numbers of subscriptions. */
    static final Application APP = Application.builder("app", "key", "secret")
            .webhooks(Webhook.to("http://localhost/hook"))
            .webhookGraceTime(GRACE)
            .build();

    /** Wants facts at once, and numbers of subscriptions. */
    static final Application COUNTING = Application.builder("counting", "counting-key", "secret")
            .webhooks(Webhook.to("http://localhost/hook"))
            .webhookGraceTime(Duration.ZERO)
            .subscriptionCountEvents(true)
            .build();

    /** Wants nothing. */
    static final Application SILENT = Application.of("silent", "silent-key", "secret");

    /** Has no webhooks; its servers listen. Its counts are events for clients. */
    static final Application LISTENED = Application.builder("listened", "listened-key", "secret")
            .webhookGraceTime(Duration.ZERO)
            .subscriptionCountEvents(true)
            .build();

    private final Callable<ClusterUnderTest> factory;
    private final List<KitServer> servers = new ArrayList<>();
    private final FactLog facts = new FactLog();
    private @Nullable ClusterUnderTest cluster;

    ScalingCase(Callable<ClusterUnderTest> factory) {
        this.factory = factory;
    }

    @BeforeEach
    final void startCluster() throws Exception {
        cluster = factory.call();
    }

    @AfterEach
    final void stopCluster() throws Exception {
        for (KitServer server : servers) {
            stop(server);
        }
        cluster().checkNothingIsLeft();
        cluster().close();
        assertThat(servers).allSatisfy(server -> assertThat(server.broken()).isEmpty());
        assertThat(facts.broken()).isEmpty();
    }

    final ClusterUnderTest cluster() {
        return Objects.requireNonNull(cluster);
    }

    final FactLog facts() {
        return facts;
    }

    /** The facts of a channel of {@link #APP}. */
    final List<String> facts(String channel) {
        return facts.of(APP.id(), channel);
    }

    /** A server that has joined the cluster, and knows all applications. */
    final KitServer server() throws Exception {
        KitServer server = newServer();
        await(server.bus().start(server));
        servers.add(server);
        return server;
    }

    /** A server that has joined, and follows channels of {@link #APP}. */
    final KitServer following(String... channels) throws Exception {
        KitServer server = server();
        for (String channel : channels) {
            server.follow(channel);
        }
        return server;
    }

    /** A server that has not started. */
    final KitServer newServer() throws Exception {
        ScalingBus bus = cluster().open();
        bus.use(APP, false);
        bus.use(COUNTING, false);
        bus.use(SILENT, false);
        bus.use(LISTENED, true);
        return new KitServer(this, bus, facts);
    }

    /** The servers that have been started. */
    final List<KitServer> servers() {
        return servers;
    }

    final void stop(KitServer server) {
        if (!server.isEnded()) {
            await(server.bus().stop());
            server.end();
        }
    }

    final void kill(KitServer server) throws Exception {
        cluster().kill(server.bus());
        server.end();
    }

    /** The back-end goes away, and all servers know. */
    final void takeAway() throws Exception {
        cluster().takeAway();
        await("all servers to notice that the back-end is away", () -> living().allMatch(KitServer::isAway));
    }

    final void bringBack() throws Exception {
        cluster().bringBack();
        awaitBack();
    }

    final void bringBackEmpty() throws Exception {
        cluster().bringBackEmpty();
        awaitBack();
    }

    private void awaitBack() {
        await("all servers to notice that the back-end is back", () -> living().noneMatch(KitServer::isAway));
    }

    private Stream<KitServer> living() {
        return servers.stream().filter(server -> !server.isEnded());
    }

    /** The channel as the back-end has it. */
    final ChannelSnapshot channel(KitServer asking, String channel) {
        return await(asking.bus().channel(KitServer.address(channel)));
    }

    /** Waits until a condition holds. */
    final void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("Waited %s for: %s", DEADLINE, what);
            }
            cluster().turn();
            if (!condition.getAsBoolean()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Waits until a question is answered as it should be. */
    final <T> void awaitAnswer(Supplier<CompletionStage<T>> question, T expected) {
        await("the answer " + expected, () -> expected.equals(await(question.get())));
    }

    /** Waits for what a stage completes with, and throws what it fails with. */
    @SuppressWarnings("NullAway") // A stage of Void completes with null.
    final <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        await("an answer", future::isDone);
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Waits until a stage has failed, and returns with what. */
    final Throwable awaitFailure(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        await("a failure", future::isDone);
        try {
            return fail("Nothing failed; the answer was %s", future.get());
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return interrupted;
        }
    }

    static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}

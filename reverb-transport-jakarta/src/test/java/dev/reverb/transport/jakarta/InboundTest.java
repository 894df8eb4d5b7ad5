package dev.reverb.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.ConnectionHandler;
import dev.reverb.tck.transport.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class InboundTest {

    private static final int HALF = Inbound.CAPACITY / 2 - Inbound.OVERHEAD;
    private static final Consumer<ConnectionHandler> FIRST = handler -> {};
    private static final Consumer<ConnectionHandler> SECOND = handler -> {};
    private static final Consumer<ConnectionHandler> THIRD = handler -> {};

    private final AtomicInteger wakes = new AtomicInteger();
    private final Inbound inbound = new Inbound(wakes::incrementAndGet, Inbound.PATIENCE);

    @Test
    void wakesTheLaneOnceUntilAllIsTaken() {
        inbound.put(1, FIRST);
        inbound.put(1, SECOND);
        assertThat(wakes).hasValue(1);
        assertThat(inbound.take()).isSameAs(FIRST);
        assertThat(inbound.take()).isSameAs(SECOND);
        assertThat(inbound.take()).isNull();
        inbound.put(1, THIRD);
        assertThat(wakes).hasValue(2);
    }

    @Test
    void keepsWhatArrivesDuringAPause() {
        inbound.pause();
        inbound.put(1, FIRST);
        assertThat(wakes).hasValue(0);
        assertThat(inbound.take()).isNull();
        inbound.resume();
        assertThat(wakes).hasValue(1);
        assertThat(inbound.take()).isSameAs(FIRST);
    }

    @Test
    void aPauseHoldsBackWhatTheLaneWasWokenFor() {
        inbound.put(1, FIRST);
        inbound.pause();
        assertThat(inbound.take()).isNull();
        inbound.resume();
        assertThat(wakes).hasValue(2);
        assertThat(inbound.take()).isSameAs(FIRST);
    }

    /** Puts one thing more on another thread, and waits until it has to wait. */
    private CompletableFuture<Boolean> putBlocked(int bytes) {
        CompletableFuture<Boolean> put = new CompletableFuture<>();
        Thread container = new Thread(() -> put.complete(inbound.put(bytes, THIRD)));
        container.start();
        Await.until("the wait", () -> container.getState() == Thread.State.TIMED_WAITING);
        return put;
    }

    @Test
    void holdsUpTheContainersThreadWhereThereIsNoRoom() throws Exception {
        inbound.put(HALF, FIRST);
        inbound.put(HALF, SECOND);
        CompletableFuture<Boolean> blocked = putBlocked(0);
        assertThat(inbound.take()).isSameAs(FIRST);
        assertThat(blocked.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(inbound.take()).isSameAs(SECOND);
        assertThat(inbound.take()).isSameAs(THIRD);
    }

    @Test
    void oneByteOverTheCapacityWaits() throws Exception {
        inbound.put(HALF, FIRST);
        CompletableFuture<Boolean> blocked = putBlocked(HALF + 1);
        inbound.take();
        assertThat(blocked.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesOneMessageOfAnySize() {
        assertThat(inbound.put(10 * Inbound.CAPACITY, FIRST)).isTrue();
        assertThat(inbound.take()).isSameAs(FIRST);
    }

    @Test
    void doesNotHoldUpTheContainersThreadForEver() {
        Inbound impatient = new Inbound(() -> {}, 20);
        impatient.pause();
        assertThat(impatient.put(Inbound.CAPACITY, FIRST)).isTrue();
        assertThat(impatient.put(0, SECOND)).isFalse();
    }

    @Test
    void theEndIsToldWithoutRoom() {
        inbound.put(Inbound.CAPACITY, FIRST);
        inbound.putLast(SECOND);
        assertThat(inbound.take()).isSameAs(FIRST);
        assertThat(inbound.take()).isSameAs(SECOND);
    }

    @Test
    void anEndedConnectionHoldsNobodyUp() throws Exception {
        inbound.put(Inbound.CAPACITY, FIRST);
        CompletableFuture<Boolean> blocked = putBlocked(1);
        inbound.close();
        assertThat(blocked.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(inbound.put(Inbound.CAPACITY, FIRST)).isTrue();
        inbound.putLast(SECOND);
        inbound.resume();
        assertThat(inbound.take()).isNull();
        assertThat(wakes).hasValue(1);
    }
}

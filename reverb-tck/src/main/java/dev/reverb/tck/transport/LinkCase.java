package dev.reverb.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the cases of all kits have in common: clients, and waiting. Every wait ends with a deadline; none is a sleep. */
abstract class LinkCase {

    /** How long anything may take, in real time. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Callable<TransportUnderTest> factory;
    private final Signal signal = new Signal();
    private final List<ClientLink> opened = new ArrayList<>();
    private @Nullable TransportUnderTest underTest;

    LinkCase(Callable<TransportUnderTest> factory) {
        this.factory = factory;
    }

    final void createTransport() throws Exception {
        underTest = factory.call();
    }

    final TransportUnderTest underTest() {
        return Objects.requireNonNull(underTest);
    }

    final boolean framesItself() {
        return underTest().framesItself();
    }

    /** To be told of whatever a test may wait for. */
    final Signal signal() {
        return signal;
    }

    /** Opens a client's connection, to be closed behind the test. */
    final ClientLink open() throws IOException {
        ClientLink link = underTest().open();
        opened.add(link);
        return link;
    }

    /** Opens a connection for HTTP. */
    final HttpClientLink http() throws IOException {
        return new HttpClientLink(open());
    }

    /** Closes all clients so far, and keeps nothing of them. */
    final void closeClients() throws IOException {
        for (ClientLink link : opened) {
            link.close();
        }
        opened.clear();
    }

    /** Lets a transport without threads go on. */
    final void turn() {
        underTest().turn();
    }

    /** Waits until a condition holds. */
    final void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as("Waited %s for: %s", DEADLINE, what)
                    .isNegative();
            long seen = signal.count();
            underTest().turn();
            if (!condition.getAsBoolean()) {
                signal.awaitAfter(seen);
            }
        }
    }
}

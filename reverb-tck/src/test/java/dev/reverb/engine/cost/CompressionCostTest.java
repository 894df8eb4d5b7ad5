package dev.reverb.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ReverbServer;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.tck.Allocation;
import dev.reverb.tck.CountingTransport;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryRequest;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What compression costs beside the compressing itself: nothing per subscriber, and nobody who does not take it. */
class CompressionCostTest {

    private static final int SUBSCRIBERS = 300;
    private static final int LANES = 2;

    /** How far two measurements of the same may be apart: much less than an object for each subscriber. */
    private static final long SLACK = 200;

    private final Set<ByteBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final FakeClock clock = new FakeClock();
    private final SummingMetrics metrics = new SummingMetrics();
    private final HttpRequest event = CostCase.post(
            "/events", "{\"name\":\"E\",\"channel\":\"orders\",\"data\":\"" + "again and again ".repeat(60) + "\"}");
    private CountingTransport transport;

    @AfterEach
    void stop() {
        transport.stop();
    }

    /** Every other client takes compression, or nobody does. */
    private CountingTransport start(boolean compression, int subscribers) {
        CountingTransport started = new CountingTransport(LANES, buffers::add);
        ReverbServer.builder()
                .application(CostCase.APPLICATION)
                .transport(started)
                .compression(compression)
                .ticker(clock)
                .scheduler(clock)
                .metrics(metrics)
                .start();
        InMemoryRequest plain = InMemoryRequest.upgrade("/app/" + CostCase.APPLICATION.key() + "?protocol=7");
        for (int i = 0; i < subscribers; i++) {
            boolean takes = (i / LANES) % 2 == 0;
            started.connect(takes ? plain.offeringCompression() : plain).subscribe(CostCase.APPLICATION, "orders");
        }
        return started;
    }

    private void publish() {
        assertThat(transport.request(event).status()).isEqualTo(200);
    }

    @Test
    void eachLaneHasOneBufferForEachForm() {
        transport = start(true, SUBSCRIBERS);
        buffers.clear();
        long writes = transport.writes();
        publish();
        assertThat(transport.writes() - writes).isEqualTo(SUBSCRIBERS);
        assertThat(buffers).hasSize(2 * LANES);
    }

    @Test
    void whereNobodyHasItThereIsOneBufferAsEver() {
        transport = start(false, SUBSCRIBERS);
        buffers.clear();
        publish();
        assertThat(buffers).hasSize(LANES);
    }

    @Test
    void whatWentOutIsWhatIsCounted() {
        transport = start(true, SUBSCRIBERS);
        long counted = metrics.sentBytes.sum();
        long written = transport.writtenBytes();
        for (int i = 0; i < 3; i++) {
            publish();
        }
        assertThat(metrics.sentBytes.sum() - counted).isEqualTo(transport.writtenBytes() - written);
    }

    @Test
    void anEventDoesNotTakeMoreForMoreSubscribers() {
        transport = start(true, SUBSCRIBERS);
        long forFew = Allocation.ofOperation(100_000, this::publish);
        transport.stop();
        transport = start(true, 2 * SUBSCRIBERS);
        long forMany = Allocation.ofOperation(100_000, this::publish);
        assertThat(forMany).isLessThanOrEqualTo(forFew + SLACK);
    }

    @Test
    void itAddsLittleMoreThanTheCompressedForm() {
        transport = start(false, SUBSCRIBERS);
        long without = Allocation.ofOperation(100_000, this::publish);
        transport.stop();
        transport = start(true, SUBSCRIBERS);
        long with = Allocation.ofOperation(100_000, this::publish);
        assertThat(with - without).isLessThanOrEqualTo(400);
    }
}

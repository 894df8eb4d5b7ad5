package dev.reverb.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.tck.ClientFrame;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.CountingTransport;
import dev.reverb.tck.PusherMessage;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often an event is written and copied, whatever the number of its subscribers. */
class WritesTest extends CostCase {

    private static final int SUBSCRIBERS = 300;
    private static final int LANES = 2;
    private static final byte MARK = '!';
    private static final HttpResponder NOBODY = response -> {};

    private final Set<ByteBuffer> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final HttpRequest event = publish("orders");
    private CountingTransport transport;
    private long frameSize;
    private long writesBefore;
    private long bytesBefore;
    private int copies;
    private int sharers;

    @BeforeEach
    void subscribe() {
        transport = subscribe(start(LANES, this::observe), SUBSCRIBERS, "orders");
        long before = transport.writtenBytes();
        transport.request(event);
        frameSize = (transport.writtenBytes() - before) / SUBSCRIBERS;
        beginCounting();
    }

    private void beginCounting() {
        writesBefore = transport.writes();
        bytesBefore = transport.writtenBytes();
        buffers.clear();
        copies = 0;
        sharers = 0;
    }

    /** Marks every buffer that it sees: bytes without the mark have just been copied there. */
    private void observe(ByteBuffer frames) {
        assertThat(frames.isDirect()).isTrue();
        assertThat(frames.position()).isZero();
        buffers.add(frames);
        int last = frames.limit() - 1;
        if (frames.get(last) == MARK) {
            sharers++;
        } else {
            copies++;
            frames.put(last, MARK);
        }
    }

    private void assertWritten(long writes, long frames) {
        assertThat(transport.writes() - writesBefore).isEqualTo(writes);
        assertThat(transport.writtenBytes() - bytesBefore).isEqualTo(frames * frameSize);
    }

    @Test
    void anEventIsWrittenOnceToEachSubscriber() {
        transport.request(event);
        assertWritten(SUBSCRIBERS, SUBSCRIBERS);
    }

    @Test
    void theSubscribersOfALaneShareOneBufferThatIsFilledOnce() {
        transport.request(event);
        assertThat(buffers).hasSize(LANES);
        assertThat(copies).isEqualTo(LANES);
        assertThat(sharers).isEqualTo(SUBSCRIBERS - LANES);
    }

    @Test
    void aLaneHasOneBufferForAllItsEvents() {
        subscribe(transport, LANES, "news");
        beginCounting();
        transport.request(event);
        transport.request(publish("news"));
        transport.request(event);
        assertThat(buffers).hasSize(LANES);
        assertThat(copies).isEqualTo(3 * LANES);
    }

    @Test
    void eventsThatWaitAreWrittenTogether() {
        for (int i = 0; i < 8; i++) {
            transport.handle(event, NOBODY);
        }
        transport.settle();
        assertWritten(SUBSCRIBERS, 8 * SUBSCRIBERS);
        assertThat(copies).isEqualTo(LANES);
    }

    @Test
    void theEventsOfABatchAreWrittenTogether() {
        transport.request(publishBatch("orders", 10));
        assertWritten(SUBSCRIBERS, 10 * SUBSCRIBERS);
        assertThat(copies).isEqualTo(LANES);
    }

    @Test
    void atMost64AreWrittenTogether() {
        for (int i = 0; i < 64; i++) {
            transport.handle(event, NOBODY);
        }
        transport.settle();
        assertWritten(SUBSCRIBERS, 64 * SUBSCRIBERS);
        for (int i = 0; i < 65; i++) {
            transport.handle(event, NOBODY);
        }
        transport.settle();
        assertWritten(3 * SUBSCRIBERS, 129 * SUBSCRIBERS);
    }

    @Test
    void whatIsPublishedDuringAFanOutIsTheNextBatch() {
        transport.handle(event, NOBODY);
        transport.lane(0).runTurn();
        transport.lane(1).runTurn();
        for (int i = 0; i < 5; i++) {
            transport.handle(event, NOBODY);
        }
        transport.settle();
        assertWritten(2 * SUBSCRIBERS, 6 * SUBSCRIBERS);
        assertThat(copies).isEqualTo(2 * LANES);
    }

    @Test
    void aClientEventIsWrittenOnceToEachOtherMember() {
        subscribe(transport, SUBSCRIBERS, "private-room");
        CountingConnection sender = connect(transport).subscribe(APPLICATION, "private-room");
        long before = sender.writes();
        beginCounting();

        sender.receive(ClientFrame.text(PusherMessage.whisper("private-room", "client-typing", DATA)));
        transport.settle();

        assertThat(transport.writes() - writesBefore).isEqualTo(SUBSCRIBERS);
        assertThat(sender.writes()).isEqualTo(before);
        assertThat(copies).isEqualTo(LANES);
    }

    @Test
    void whoIsExcludedCostsTheOthersNothing() {
        CountingConnection excluded = connect(transport).subscribe(APPLICATION, "orders");
        beginCounting();
        transport.request(
                post("/events", event("orders").replace("}\"}", "}\",\"socket_id\":\"" + excluded.socketId() + "\"}")));
        assertWritten(SUBSCRIBERS, SUBSCRIBERS);
        assertThat(copies).isEqualTo(LANES);
    }
}

package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.MessageConnection;
import dev.reverb.spi.transport.RawConnection;
import dev.reverb.spi.websocket.EncodedFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryTransportTest {

    private final SmallEndpoint endpoint = new SmallEndpoint();

    private InMemoryTransport started(InMemoryTransport transport) {
        transport.start(endpoint);
        return transport;
    }

    private InMemoryTransport raw() {
        return started(new InMemoryTransport());
    }

    @Test
    void clientsTakeTheLanesInTurn() {
        InMemoryTransport transport = started(new InMemoryTransport(2, Framing.RAW));
        transport.connect("/a");
        transport.connect("/b");
        transport.connect(InMemoryRequest.upgrade("/c"), 1);
        assertThat(endpoint.connections().stream().map(connection -> connection.lane()))
                .containsExactly(transport.lane(0), transport.lane(1), transport.lane(1));
    }

    @Test
    void aTransportNeedsALane() {
        assertThatIllegalArgumentException().isThrownBy(() -> new InMemoryTransport(0, Framing.RAW));
    }

    @Test
    void nobodyIsAcceptedBeforeTheStartOrBehindTheEnd() {
        InMemoryTransport transport = new InMemoryTransport();
        assertThatIllegalStateException().isThrownBy(() -> transport.connect("/a"));
        started(transport).stopAccepting();
        assertThatIllegalStateException().isThrownBy(() -> transport.connect("/a"));
        assertThatIllegalStateException().isThrownBy(() -> transport.request(InMemoryRequest.of("GET", "/up")));
    }

    @Test
    void byHandNothingHappensByItself() {
        InMemoryTransport transport =
                started(new InMemoryTransport(2, Framing.RAW)).manual();
        InMemoryClient first =
                transport.connect(InMemoryRequest.upgrade("/a"), 0).text("1");
        InMemoryClient second =
                transport.connect(InMemoryRequest.upgrade("/b"), 1).text("2");
        assertThat(endpoint.connections()).isEmpty();
        transport.lane(1).runAll();
        assertThat(endpoint.received()).containsExactly("2");
        second.expectText("2");
        first.expectNothing();
        transport.automatic();
        first.expectText("1");
    }

    @Test
    void aClientWithoutRoomGetsWhatItAllows() {
        InMemoryClient client = raw().connect("/a").blockWrites();
        RawConnection connection = (RawConnection) endpoint.connections().get(0);
        ByteBuffer frames = twoFrames();
        onLane(connection, () -> assertThat(connection.write(frames)).isFalse());
        assertThat(frames.remaining()).isEqualTo(6);
        client.allowWrites(4).expectNothing();
        assertThat(endpoint.received()).containsExactly("writable");
        onLane(connection, () -> assertThat(connection.write(frames)).isFalse());
        client.expectText("a").expectNothing();
        client.unblockWrites();
        onLane(connection, () -> assertThat(connection.write(frames)).isTrue());
        client.expectText("b");
    }

    private static ByteBuffer twoFrames() {
        return ByteBuffer.allocate(6)
                .put(EncodedFrame.text("a").wire())
                .put(EncodedFrame.text("b").wire())
                .flip();
    }

    private static void onLane(dev.reverb.spi.transport.TransportConnection connection, Runnable code) {
        ((ManualLane) connection.lane()).call(code);
    }

    @Test
    void aWriteThatIsHeldIsTakenAndNotDone() {
        InMemoryClient client = raw().connect("/a").holdWrites();
        RawConnection connection = (RawConnection) endpoint.connections().get(0);
        ByteBuffer frames = twoFrames();
        onLane(connection, () -> assertThat(connection.write(frames)).isFalse());
        assertThat(frames.hasRemaining()).isFalse();
        client.expectText("a").expectText("b");
        assertThat(endpoint.received()).isEmpty();
        client.unblockWrites();
        assertThat(endpoint.received()).containsExactly("writable");
    }

    @Test
    void aMessageWaitsForRoom() {
        InMemoryTransport transport = started(new InMemoryTransport(1, Framing.MESSAGES));
        InMemoryClient client = transport.connect("/a").allowWrites(2);
        MessageConnection connection =
                (MessageConnection) endpoint.connections().get(0);
        onLane(connection, () -> connection.send(EncodedFrame.text("a")));
        client.expectNothing();
        assertThat(endpoint.received()).isEmpty();
        client.allowWrites(1).expectText("a");
        assertThat(endpoint.received()).containsExactly("writable");
    }

    @Test
    void writingBeforeThereIsRoomIsAViolation() {
        InMemoryTransport transport = raw();
        transport.connect("/a").blockWrites();
        RawConnection connection = (RawConnection) endpoint.connections().get(0);
        onLane(connection, () -> connection.write(twoFrames()));
        assertThatIllegalStateException()
                .isThrownBy(() -> onLane(connection, () -> connection.write(twoFrames())))
                .withMessage("write was called before onWritable");
        assertThat(transport.violations()).containsExactly("write was called before onWritable");
    }

    @Test
    void usingAConnectionOffItsLaneIsAViolation() {
        InMemoryTransport transport = raw();
        transport.connect("/a");
        RawConnection connection = (RawConnection) endpoint.connections().get(0);
        assertThatIllegalStateException().isThrownBy(connection::disconnect);
        assertThatIllegalStateException().isThrownBy(connection::pauseReading);
        assertThatIllegalStateException().isThrownBy(() -> connection.write(twoFrames()));
        assertThat(transport.violations()).hasSize(3).allMatch(violation -> violation.contains("off the"));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedHere() {
        InMemoryTransport transport = raw();
        InMemoryRequest request = InMemoryRequest.of("POST", "/x");
        assertThat(transport
                        .request(request.withBody(new byte[SmallEndpoint.MAX_REQUEST_SIZE]))
                        .status())
                .isEqualTo(200);
        assertThat(transport
                        .request(request.withBody(new byte[SmallEndpoint.MAX_REQUEST_SIZE + 1]))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void answeringTwiceIsAViolation() {
        InMemoryTransport transport = raw();
        endpoint.onRequest(responder -> {
            responder.respond(HttpResponse.empty(204));
            responder.respond(HttpResponse.empty(500));
        });
        assertThatIllegalStateException().isThrownBy(() -> transport.request(InMemoryRequest.of("GET", "/x")));
        assertThat(transport.violations()).hasSize(1);
    }

    @Test
    void anAnswerFromAnotherThreadIsAwaited() {
        InMemoryTransport transport = raw();
        endpoint.onRequest(responder -> new Thread(() -> responder.respond(HttpResponse.json(200, "{}"))).start());
        InMemoryExchange exchange = transport.request(InMemoryRequest.of("GET", "/x"));
        transport.await(exchange::isAnswered, Duration.ofSeconds(10));
        assertThat(exchange.expect(200, "{}").header("content-type")).contains("application/json");
    }

    @Test
    void anAnswerThatDoesNotComeIsNotWaitedForForever() {
        InMemoryTransport transport = raw();
        endpoint.onRequest(responder -> {});
        InMemoryExchange exchange = transport.request(InMemoryRequest.of("GET", "/x"));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> transport.await(exchange::isAnswered, Duration.ofMillis(1)));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(exchange::status)
                .withMessage("No answer yet to InMemoryRequest[GET /x]");
    }

    @Test
    void aClientAnswersACloseOnce() {
        InMemoryTransport transport = raw();
        InMemoryClient client = transport.connect("/a");
        onLane(
                endpoint.connections().get(0),
                () -> ((RawConnection) endpoint.connections().get(0))
                        .write(EncodedFrame.close(4200, "bye").wire()));
        assertThat(endpoint.received()).isEmpty();
        client.expectClose(4200, "bye");
        assertThat(endpoint.received()).containsExactly("close 4200");
    }

    @Test
    void whatIsExpectedAndDoesNotComeIsToldWithWhatCame() {
        InMemoryClient client = raw().connect("/a").text("hello");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> client.expectText("goodbye"))
                .withMessage("Expected goodbye\nbut was  hello");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(client::nextText)
                .withMessage("Expected a message\nbut nothing came");
        client.text("x").send(ClientFrame.of(true, 1, "y".getBytes(UTF_8)));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(client::expectNothing)
                .withMessage("Expected nothing\nbut was  x\nand 1 more");
    }
}

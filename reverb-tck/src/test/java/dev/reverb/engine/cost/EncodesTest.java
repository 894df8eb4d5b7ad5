package dev.reverb.engine.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.Publication;
import dev.reverb.ReverbServer;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.PusherMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often an event is encoded: once per channel, whatever the number of subscribers and lanes. */
class EncodesTest {

    private static final int SUBSCRIBERS = 200;

    private final FakeClock clock = new FakeClock();
    private final MessageTransport transport = new MessageTransport();
    private final ReverbServer server = ReverbServer.builder()
            .application(CostCase.APPLICATION)
            .transport(transport)
            .ticker(clock)
            .scheduler(clock)
            .start();

    @AfterEach
    void stop() {
        transport.stop();
    }

    private void subscribe(String channel) {
        byte[] message =
                PusherMessage.subscribe(CostCase.APPLICATION, "", channel, null).getBytes(UTF_8);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            transport.connect("/app/" + CostCase.APPLICATION.key() + "?protocol=7", message);
        }
    }

    private void publish(String... channels) {
        transport.sent = 0;
        transport.frames.clear();
        server.publish(CostCase.APPLICATION.id(), Publication.of(List.of(channels), "OrderShipped", "{}"));
        transport.settle();
    }

    @Test
    void anEventIsEncodedOnce() {
        subscribe("orders");
        publish("orders");
        assertThat(transport.sent).isEqualTo(SUBSCRIBERS);
        assertThat(transport.frames).hasSize(1);
    }

    @Test
    void anEventForSeveralChannelsIsEncodedOncePerChannel() {
        subscribe("orders");
        subscribe("news");
        publish("orders", "news", "nobodys");
        assertThat(transport.sent).isEqualTo(2 * SUBSCRIBERS);
        assertThat(transport.frames).hasSize(2);
    }
}

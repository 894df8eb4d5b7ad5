package dev.reverb.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.channel.SocketId;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.RawConnection;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

    private final Lane lane = new Lane() {
        @Override
        public void execute(Runnable task) {}

        @Override
        public boolean inLane() {
            return true;
        }
    };
    private final LaneWorker worker =
            new LaneWorker(lane, Ticker.system(), new OutboundBudget(1), 1, MetricsRecorder.disabled());
    private final ConnectionTable table = worker.connections();

    private final RawConnection transport = new RawConnection() {
        @Override
        public boolean write(ByteBuffer frames) {
            return true;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public void setMaxMessageSize(int bytes) {}

        @Override
        public void disconnect() {}
    };

    @Test
    void isAMapUnderRandomUse() {
        Random random = new Random(7);
        Map<SocketId, Connection> expected = new HashMap<>();
        for (int step = 0; step < 200_000; step++) {
            // Few values, so that ids collide and runs wrap around; in waves, so that it grows and shrinks.
            SocketId id = new SocketId(random.nextInt(40), random.nextInt(40));
            boolean growing = step / 20_000 % 2 == 0;
            if (random.nextInt(10) < (growing ? 7 : 3)) {
                Connection added = Connection.enter(worker, transport, id);
                assertThat(added == null).isEqualTo(expected.containsKey(id));
                if (added != null) {
                    expected.put(id, added);
                }
            } else {
                Connection known = expected.remove(id);
                if (known != null) {
                    known.onDisconnect();
                }
            }
            assertThat(table.size()).isEqualTo(expected.size());
            assertThat(table.get(Connection.key(id))).isSameAs(expected.get(id));
        }
        assertThat(table.snapshot()).containsExactlyInAnyOrderElementsOf(expected.values());
    }
}

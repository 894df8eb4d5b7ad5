package dev.reverb.benchmarks.scaling;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MeterTest {

    @Test
    void passesBothWaysOnAndCountsWhatComesFromRedis() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket redis = new ServerSocket(0, 1, here);
                Meter meter = Meter.before(redis.getLocalPort());
                Socket node = new Socket(here, meter.port());
                Socket there = redis.accept()) {
            node.getOutputStream().write("PING".getBytes(US_ASCII));
            assertThat(there.getInputStream().readNBytes(4)).asString(US_ASCII).isEqualTo("PING");
            there.getOutputStream().write("+PONG!!".getBytes(US_ASCII));
            assertThat(node.getInputStream().readNBytes(7)).asString(US_ASCII).isEqualTo("+PONG!!");

            long now = System.currentTimeMillis();
            assertThat(meter.received(0, now + 1)).isEqualTo(7);
            assertThat(meter.received(now + 1, now + 2)).isZero();
        }
    }

    @Test
    void whenOneSideEndsTheOtherDoes() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket redis = new ServerSocket(0, 1, here);
                Meter meter = Meter.before(redis.getLocalPort());
                Socket node = new Socket(here, meter.port())) {
            redis.accept().close();

            assertThat(node.getInputStream().read()).isEqualTo(-1);
        }
    }
}

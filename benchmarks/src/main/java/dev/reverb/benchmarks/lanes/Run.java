package dev.reverb.benchmarks.lanes;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** One load on a server with some lanes. */
final class Run implements AutoCloseable {

    private static final String APP_ID = "app-id";
    private static final String APP_KEY = "app-key";
    private static final String DATA = "\"" + "x".repeat(98) + "\"";
    private static final int WARM_UP_MILLIS = 1_500;
    private static final int SAMPLE_MILLIS = 500;
    private static final int SAMPLES = 3;

    private final Load load;
    private final FakeTransport transport;
    private final Tally published;
    private final int lanes;
    private final ReverbServer server;
    private final long bytesBefore;
    private final long frameSize;
    private volatile boolean stopped;

    Run(Load load, int lanes, int work) throws IOException {
        this.load = load;
        this.lanes = lanes;
        this.published = new Tally(lanes);
        this.transport = new FakeTransport(APP_KEY, lanes);
        this.server = ReverbServer.builder()
                .application(Application.of(APP_ID, APP_KEY, "app-secret"))
                .transport(transport)
                .drainTimeout(Duration.ZERO)
                .start();
        int number = 0;
        for (int channel = 0; channel < load.channels(); channel++) {
            for (int i = 0; i < load.subscribers(); i++) {
                transport.connect(number++ % lanes, Load.channel(channel), work);
            }
        }
        long quiet = bytesWhenQuiet();
        publish(0, 0);
        this.bytesBefore = bytesWhenQuiet();
        this.frameSize = (bytesBefore - quiet) / load.subscribers();
        published.add(0, -1);
    }

    /** What has been written, once nothing more is. */
    private long bytesWhenQuiet() {
        long before = -1;
        long now = transport.bytesWritten();
        while (now != before) {
            before = now;
            sleep(200);
            now = transport.bytesWritten();
        }
        return now;
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private void publish(int lane, int channel) {
        server.publish(APP_ID, Load.channel(channel), "OrderShipped", DATA);
        published.add(lane, 1);
    }

    private long delivered() {
        return (transport.bytesWritten() - bytesBefore) / frameSize;
    }

    /** Publishes from one lane, as requests that arrive there would, while fewer events than the window lack copies. */
    private final class Publisher implements Runnable {

        private final int lane;
        private int next;

        Publisher(int lane) {
            this.lane = lane;
            this.next = lane;
        }

        @Override
        public void run() {
            while (!stopped && published.sum() - delivered() / load.subscribers() < load.window()) {
                publish(lane, next % load.channels());
                next += lanes;
            }
            if (!stopped) {
                transport.lane(lane).execute(this);
            }
        }
    }

    /** Deliveries per second, the median of a few samples. */
    double deliveriesPerSecond() {
        int publishers = load.window() == 1 ? 1 : lanes;
        for (int lane = 0; lane < publishers; lane++) {
            transport.lane(lane).execute(new Publisher(lane));
        }
        sleep(WARM_UP_MILLIS);
        double[] rates = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            long from = System.nanoTime();
            long before = delivered();
            sleep(SAMPLE_MILLIS);
            rates[i] = (delivered() - before) * 1e9 / (System.nanoTime() - from);
        }
        Arrays.sort(rates);
        return rates[SAMPLES / 2];
    }

    @Override
    public void close() {
        stopped = true;
        server.close();
    }
}

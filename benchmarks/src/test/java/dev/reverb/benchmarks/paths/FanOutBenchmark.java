package dev.reverb.benchmarks.paths;

import static dev.reverb.benchmarks.paths.Rig.event;
import static dev.reverb.benchmarks.paths.Rig.post;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Collections;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Events to many subscribers, from the HTTP API's request to the writes of all of them. */
public class FanOutBenchmark extends PathBenchmark {

    private static final int BATCH = 8;

    @Param("1000")
    public int subscribers;

    private final Rig rig = new Rig();
    private final HttpRequest one = post("/events", event("orders"));
    private final HttpRequest batch = post(
            "/batch_events", "{\"batch\":[" + String.join(",", Collections.nCopies(BATCH, event("orders"))) + "]}");

    @Setup
    public void subscribe() {
        for (int i = 0; i < subscribers; i++) {
            rig.connect().subscribe(Rig.APPLICATION, "orders");
        }
        rig.check(() -> Rig.require(oneEvent().status(), 200), subscribers);
        rig.check(() -> Rig.require(batchOfEight().status(), 200), subscribers);
    }

    /** One event: a write for each subscriber. */
    @Benchmark
    public HttpResponse oneEvent() {
        return rig.handle(one);
    }

    /** Eight events in one request: still a write for each subscriber. */
    @Benchmark
    public HttpResponse batchOfEight() {
        return rig.handle(batch);
    }

    @TearDown
    public void close() {
        rig.close();
    }
}

package dev.reverb.benchmarks.paths;

import static dev.reverb.benchmarks.paths.Rig.event;
import static dev.reverb.benchmarks.paths.Rig.post;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A request to the HTTP API that publishes one event, everything verified, without the transport's part. */
public class PublishBenchmark extends PathBenchmark {

    private final Rig rig = new Rig();
    private final HttpRequest toNobody = post("/events", event("nobody"));
    private final HttpRequest toOne = post("/events", event("one"));

    @Setup
    public void check() {
        rig.connect().subscribe(Rig.APPLICATION, "one");
        rig.check(() -> Rig.require(toNobody().status(), 200), 0);
        rig.check(() -> Rig.require(toOne().status(), 200), 1);
    }

    /** To a channel without subscribers. */
    @Benchmark
    public HttpResponse toNobody() {
        return rig.handle(toNobody);
    }

    /** To a channel with one subscriber. */
    @Benchmark
    public HttpResponse toOne() {
        return rig.handle(toOne);
    }

    @TearDown
    public void close() {
        rig.close();
    }
}

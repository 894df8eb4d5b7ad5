package dev.reverb.benchmarks.paths;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.internal.wire.JsonReader;
import dev.reverb.internal.wire.JsonSlice;
import dev.reverb.internal.wire.MalformedJsonException;
import dev.reverb.spi.websocket.Utf8;
import dev.reverb.tck.PusherMessage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The scan of what is sent as JSON, one level deep, into slices. */
public class JsonBenchmark extends PathBenchmark {

    private final byte[] publish = Rig.event("orders").getBytes(UTF_8);
    private final byte[] whisper =
            PusherMessage.whisper("private-pair", "client-typing", Rig.DATA).getBytes(UTF_8);
    private int members;

    @Setup
    public void check() throws MalformedJsonException {
        Rig.require(publishBody(), 3);
        Rig.require(clientMessage(), 3);
        if (!validate()) {
            throw new IllegalStateException("UTF-8 that is not");
        }
    }

    /** The body of a request that publishes an event of a hundred bytes. */
    @Benchmark
    public int publishBody() throws MalformedJsonException {
        return read(publish);
    }

    /** A client event with the same data. */
    @Benchmark
    public int clientMessage() throws MalformedJsonException {
        return read(whisper);
    }

    /** What comes before: whether the body is UTF-8. */
    @Benchmark
    public boolean validate() {
        return Utf8.isValid(publish, 0, publish.length);
    }

    private int read(byte[] json) throws MalformedJsonException {
        members = 0;
        JsonReader.readObject(json, 0, json.length, this::member);
        return members;
    }

    private void member(String name, JsonSlice value) {
        members += value.length() > 0 ? 1 : 0;
    }
}

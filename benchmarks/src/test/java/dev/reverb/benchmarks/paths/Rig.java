package dev.reverb.benchmarks.paths;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.benchmarks.CountingMetrics;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.CountingConnection;
import dev.reverb.tck.CountingTransport;
import dev.reverb.tck.SignedRequest;

/** A server with everything on, on a transport that only counts. Nothing runs by itself, and no time passes for it. */
final class Rig implements AutoCloseable {

    static final Application APPLICATION = Application.of("my-app-id", "my-app-key", "my-app-secret");

    /** A hundred bytes, as an application's own JSON in a string, escaped. */
    static final String DATA =
            "\"{\\\"id\\\":42,\\\"status\\\":\\\"shipped\\\",\\\"carrier\\\":\\\"a parcel service\\\",\\\"eta\\\":\\\"2026-01-01\\\"}\"";

    final CountingTransport transport = new CountingTransport();
    private final ReverbServer server = ReverbServer.builder()
            .application(APPLICATION)
            .transport(transport)
            .metrics(new CountingMetrics())
            .scheduler((task, delay) -> () -> {})
            .start();

    CountingConnection connect() {
        return transport.connect("/app/" + APPLICATION.key() + "?protocol=7&client=benchmark");
    }

    /** A signed request, good for ten minutes; the path is what follows {@code /apps/{id}}. */
    static HttpRequest post(String path, String body) {
        return signed("POST", path).body(body).build();
    }

    static HttpRequest get(String path) {
        return signed("GET", path).build();
    }

    private static SignedRequest signed(String method, String path) {
        return SignedRequest.of(APPLICATION, method, "/apps/" + APPLICATION.id() + path)
                .timestamp(System.currentTimeMillis() / 1_000);
    }

    /** The body of one event. */
    static String event(String channel) {
        return "{\"name\":\"OrderShipped\",\"channel\":\"" + channel + "\",\"data\":" + DATA + "}";
    }

    /** Handles a request and does all that follows from it. */
    HttpResponse handle(HttpRequest request) {
        return transport.request(request);
    }

    /** Runs an operation once and compares how often it writes. */
    void check(Runnable operation, long writes) {
        long before = transport.writes();
        operation.run();
        require(transport.writes() - before, writes);
    }

    static void require(long actual, long expected) {
        if (actual != expected) {
            throw new IllegalStateException("It does " + actual + " where it should do " + expected);
        }
    }

    @Override
    public void close() {
        // Its shutdown would wait for a scheduler that runs nothing.
        transport.stop();
    }
}

package dev.reverb.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** All HTTP connections of a run, and what they share. */
final class Publishers {

    /** What a mode does with an answer: publish more. */
    @FunctionalInterface
    interface Listener {

        /**
         * A publisher is free again.
         *
         * @param status of the response; -1 if there was none, or if it tells of an error
         */
        void answered(Publisher publisher, int status, long now);
    }

    /** Failed requests after which it makes no sense to go on. */
    static final int HOPELESS = 100;

    final Options options;
    final Loop loop;
    final Failures failures;
    final PublishRequest requests;
    final HttpResponse response = new HttpResponse();

    Listener listener = (publisher, status, now) -> {};

    /** Connections that the server closed, and that were opened again. */
    long reconnects;

    /** Requests sent again, since the server closed just when they were sent. */
    long retries;

    private final Publisher[] publishers;
    private boolean closes;
    private long answered;

    Publishers(Options options, Loop loop, InetAddress host, Signer signer, Payload payload, Failures failures) {
        this.options = options;
        this.loop = loop;
        this.failures = failures;
        this.requests = new PublishRequest(options, signer, payload);
        this.publishers = new Publisher[options.httpConnections];
        SocketAddress server = new InetSocketAddress(host, options.port);
        for (int i = 0; i < publishers.length; i++) {
            publishers[i] = new Publisher(this, loop, server, i);
        }
    }

    int count() {
        return publishers.length;
    }

    Publisher get(int id) {
        return publishers[id];
    }

    boolean anyBusy() {
        for (Publisher publisher : publishers) {
            if (publisher.isBusy()) {
                return true;
            }
        }
        return false;
    }

    /** Responses, or failures in their place. */
    long answered() {
        return answered;
    }

    /** Whether the server closes after each response without saying so. */
    boolean closes() {
        return closes;
    }

    void closesAlways() {
        closes = true;
        loop.sources().spread();
    }

    void answered(Publisher publisher, int status, long now) {
        answered++;
        listener.answered(publisher, status, now);
    }

    void report(Figures figures) {
        figures.count("http_reconnects", reconnects);
        figures.count("http_retries", retries);
    }
}

package dev.reverb.spi.transport;

/** Takes the answer to one HTTP request. Called exactly once, by any thread; never blocks or throws. */
@FunctionalInterface
public interface HttpResponder {

    /**
     * Sends the answer. Where the peer is gone meanwhile, it is dropped.
     *
     * @param response the whole answer
     */
    void respond(HttpResponse response);
}

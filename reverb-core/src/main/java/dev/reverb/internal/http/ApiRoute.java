package dev.reverb.internal.http;

import dev.reverb.spi.transport.HttpResponder;

/** What one kind of request does. Runs on the lane or thread that the request arrived on; never blocks. */
interface ApiRoute {

    /** The method, in upper case. */
    String method();

    /** The path behind {@code /apps/{id}}, its segments with a star for what varies. */
    String path();

    /** How many read requests or published events this is, for the application's rates. */
    default boolean isRead() {
        return method().equals("GET");
    }

    /**
     * Answers, now or later, exactly once.
     *
     * @throws ApiException where the request is refused
     */
    void handle(ApiRequest request, HttpResponder responder);
}

package dev.reverb.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP request and, once the server has given it, the answer. Safe for any thread. */
public final class InMemoryExchange {

    private final HttpRequest request;
    private volatile @Nullable HttpResponse response;

    InMemoryExchange(HttpRequest request) {
        this.request = request;
    }

    /** Takes the answer; says whether it was the first. */
    synchronized boolean answer(HttpResponse answer) {
        if (response != null) {
            return false;
        }
        response = answer;
        return true;
    }

    /**
     * Whether the server has answered.
     *
     * @return true from then on
     */
    public boolean isAnswered() {
        return response != null;
    }

    /**
     * The answer.
     *
     * @return what the server gave to its transport
     * @throws AssertionError where it has not answered yet
     */
    public HttpResponse response() {
        HttpResponse known = response;
        if (known == null) {
            throw new AssertionError("No answer yet to " + request);
        }
        return known;
    }

    /**
     * The answer's status code.
     *
     * @return 200 to 599
     * @throws AssertionError where there is no answer yet
     */
    public int status() {
        return response().status();
    }

    /**
     * The answer's body as text.
     *
     * @return the body, decoded as UTF-8
     * @throws AssertionError where there is no answer yet
     */
    public String body() {
        return new String(response().body(), UTF_8);
    }

    /**
     * A header of the answer.
     *
     * @param name in any case
     * @return its first value, or empty
     * @throws AssertionError where there is no answer yet
     */
    public Optional<String> header(String name) {
        return response().headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Asserts what the server answered.
     *
     * @param status the status code
     * @param body the exact body
     * @return this exchange
     * @throws AssertionError where it is another answer, or none
     */
    public InMemoryExchange expect(int status, String body) {
        if (status() != status || !body().equals(body)) {
            throw new AssertionError(
                    "Expected " + status + " " + body + "\nbut was  " + status() + " " + body() + "\nfor " + request);
        }
        return this;
    }

    /** The answer as a line of a {@linkplain Dialogue dialogue}. */
    @Override
    public String toString() {
        return isAnswered() ? (status() + " " + body()).strip() : "no answer yet to " + request;
    }
}

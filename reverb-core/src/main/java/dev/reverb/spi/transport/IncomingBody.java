package dev.reverb.spi.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a request while it arrives, for transports that read without holding a thread: collects it, then hands the
 * request to the engine. A body that is too large or too late is answered here. Whichever of these comes first decides.
 *
 * <p>Used by one thread at a time; only the task of {@link #after} may come on another, at the same time.
 */
public abstract class IncomingBody {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingBody.class);
    private static final byte[] NOTHING = {};

    /** Instead of an object of its own for each request. */
    private static final AtomicIntegerFieldUpdater<IncomingBody> DECIDED =
            AtomicIntegerFieldUpdater.newUpdater(IncomingBody.class, "decided");

    private final ServerEndpoint endpoint;
    private final HttpResponder responder;
    private volatile int decided;
    private byte[] bytes = NOTHING;
    private int length;
    private @Nullable Runnable timeout;

    /**
     * A body of which nothing has arrived.
     *
     * @param endpoint the engine's side
     * @param responder takes the answer, the engine's or one made here
     */
    protected IncomingBody(ServerEndpoint endpoint, HttpResponder responder) {
        this.endpoint = endpoint;
        this.responder = responder;
    }

    /**
     * The request with its body, for the engine.
     *
     * @param body all of it
     * @return the request
     */
    protected abstract HttpRequest request(byte[] body);

    /**
     * Has a task run once, on any thread.
     *
     * @param delay how long from now
     * @param task what to run
     * @return what calls it off
     */
    protected abstract Runnable after(Duration delay, Runnable task);

    /**
     * Refuses a body whose announced length is over the limit.
     *
     * @param announced the length in bytes, or a negative number where it is unknown
     * @return whether to read it
     */
    protected final boolean begin(long announced) {
        if (announced > endpoint.maxRequestSize()) {
            answer(HttpResponse.payloadTooLarge(endpoint.maxRequestSize()));
            return false;
        }
        return true;
    }

    /**
     * Whether the request has been answered or handed on, so that nothing more is to be read.
     *
     * @return true behind the end, a refusal or a failure
     */
    protected final boolean isDecided() {
        return decided != 0;
    }

    /** To be called when more has to be waited for; begins to measure the time that the whole body may take. */
    protected final void awaitMore() {
        if (timeout == null) {
            timeout = after(endpoint.requestTimeout(), () -> answer(HttpResponse.requestTimeout()));
        }
    }

    /**
     * Takes a part of the body, or refuses the body where that makes it too large.
     *
     * @param content what has arrived; its bytes are taken or skipped
     */
    protected final void add(ByteBuffer content) {
        int added = content.remaining();
        if (added > endpoint.maxRequestSize() - length) {
            content.position(content.limit());
            answer(HttpResponse.payloadTooLarge(endpoint.maxRequestSize()));
            return;
        }
        int needed = length + added;
        if (needed > bytes.length) {
            // Makes room by what has arrived, not by what was announced.
            bytes = Arrays.copyOf(bytes, length == 0 ? needed : Math.max(needed, 2 * length));
        }
        content.get(bytes, length, added);
        length = needed;
    }

    /** The body is whole: hands the request to the engine, unless it was too late. */
    protected final void end() {
        if (decide()) {
            byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
            try {
                endpoint.handle(request(body), responder);
            } catch (RuntimeException broken) {
                // Which the engine promises not to do; unanswered, the client would wait for ever.
                LOG.error("The engine failed on a request", broken);
                responder.respond(HttpResponse.empty(500));
            }
        }
    }

    /**
     * The body will never be whole.
     *
     * @return whether the caller has to end the request; false where it has been answered
     */
    protected final boolean abandon() {
        return decide();
    }

    private void answer(HttpResponse response) {
        if (decide()) {
            responder.respond(response);
        }
    }

    private boolean decide() {
        if (!DECIDED.compareAndSet(this, 0, 1)) {
            return false;
        }
        Runnable scheduled = timeout;
        if (scheduled != null) {
            scheduled.run();
        }
        return true;
    }
}

package dev.reverb.spi.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a request while it arrives, for whoever reads without holding a thread: collects it, then hands it on. A body
 * that is too large or too late is refused. What still comes of it is read and dropped, up to {@value #MAX_DISCARDED} bytes
 * and for as long again as a body may take: a connection that closes with bytes unread is reset, and the client, which may
 * still be sending, would lose the very answer that says why (RFC 9112 section 9.6).
 *
 * <pre>
 *   READING ──whole, or broken off──▶ DECIDED
 *      └──refused──▶ REFUSED ──answer sent──▶ ANSWERED ──┐
 *                       ├──rest dropped──▶ DROPPED ──────┤
 *                       └──time up───────────────────────┴──▶ OVER
 * </pre>
 *
 * <p>Used by one thread at a time; only the task of {@link #after}, and what it calls, may come on another, at the same time.
 */
public abstract class IncomingBody {

    /** How much is read and dropped of a body that has been refused, in bytes; whoever sends more is cut off. */
    public static final int MAX_DISCARDED = 4_194_304;

    private static final Logger LOG = LoggerFactory.getLogger(IncomingBody.class);
    private static final byte[] NOTHING = {};

    private static final int READING = 0;
    private static final int DECIDED = 1;
    private static final int REFUSED = 2;
    private static final int ANSWERED = 3;
    private static final int DROPPED = 4;
    private static final int OVER = 5;

    /** Instead of an object of its own for each request. */
    private static final AtomicIntegerFieldUpdater<IncomingBody> STATE =
            AtomicIntegerFieldUpdater.newUpdater(IncomingBody.class, "state");

    private final int maxSize;
    private final Duration timeout;
    private volatile int state;
    private byte[] bytes = NOTHING;
    private int length;
    private int discarded;

    /** Whether the end of a refused body has been read. Written before {@link #DROPPED} or {@link #OVER}. */
    private boolean whole;

    /** What calls off the end of the time. */
    private volatile @Nullable Runnable deadline;

    /**
     * A body of which nothing has arrived.
     *
     * @param maxSize how large it may be, in bytes
     * @param timeout how long the whole of it may take from the first {@link #awaitMore}
     */
    protected IncomingBody(int maxSize, Duration timeout) {
        this.maxSize = maxSize;
        this.timeout = timeout;
    }

    /**
     * Called once with the whole body, unless it has been refused.
     *
     * @param body all of it
     */
    protected abstract void handle(byte[] body);

    /**
     * Called at most once, instead of {@link #handle} or where that failed: sends an answer, and leaves the request open. Once
     * it is sent, or cannot be, {@link #answered} is to be called.
     *
     * @param answer what to send
     */
    protected abstract void refuse(HttpResponse answer);

    /**
     * Called once for a request that has been refused, when nothing more is to be read: ends it, and its connection.
     *
     * @param read whether all of the body has been read and the answer is sent; else what is left is not waited for, and a
     *     read may be pending
     */
    protected abstract void over(boolean read);

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
     */
    protected final void begin(long announced) {
        if (announced > maxSize) {
            refuseFor(HttpResponse.payloadTooLarge(maxSize));
        }
    }

    /**
     * Whether the body has been refused, so that what comes is dropped.
     *
     * @return true from {@link #refuse} on
     */
    protected final boolean isRefused() {
        return state >= REFUSED;
    }

    /**
     * Whether to read on.
     *
     * @return false behind the end, and once enough has been dropped
     */
    protected final boolean isWanted() {
        int present = state;
        return present == READING || present == REFUSED || present == ANSWERED;
    }

    /** To be called when more has to be waited for; begins to measure the time that the whole body may take. */
    protected final void awaitMore() {
        if (deadline == null) {
            deadline = after(timeout, () -> refuseFor(HttpResponse.requestTimeout()));
        }
    }

    /**
     * Takes a part of the body, or drops it where it has been refused or becomes too large by it.
     *
     * @param content what has arrived; its bytes are taken or skipped
     */
    protected final void add(ByteBuffer content) {
        int added = content.remaining();
        if (state == READING && added > maxSize - length) {
            refuseFor(HttpResponse.payloadTooLarge(maxSize));
        }
        if (state != READING) {
            content.position(content.limit());
            discard(added);
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

    private void discard(int dropped) {
        discarded += dropped;
        bytes = NOTHING;
        if (discarded > MAX_DISCARDED) {
            dropped(false);
        }
    }

    /** All of the body has been read: hands it on, unless it has been refused. */
    protected final void end() {
        if (!decide(DECIDED)) {
            dropped(true);
            return;
        }
        byte[] body = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        try {
            handle(body);
        } catch (RuntimeException broken) {
            // Which the engine promises not to do; unanswered, the client would wait for ever.
            LOG.error("The engine failed on a request", broken);
            whole = true;
            state = DROPPED;
            refuse(HttpResponse.empty(500));
        }
    }

    /**
     * The body will never be whole.
     *
     * @return whether the caller has to end the request; false where it has been refused or handed on
     */
    protected final boolean abandon() {
        if (decide(DECIDED)) {
            return true;
        }
        dropped(false);
        return false;
    }

    /**
     * The answer of {@link #refuse} has gone out, or never will. Any thread.
     *
     * @param sent false where it could not be sent
     */
    protected final void answered(boolean sent) {
        if (!sent) {
            giveUp();
        } else if (!STATE.compareAndSet(this, REFUSED, ANSWERED)) {
            endFrom(DROPPED);
        }
    }

    private void refuseFor(HttpResponse answer) {
        if (decide(REFUSED)) {
            deadline = after(timeout, this::giveUp);
            refuse(answer);
        }
    }

    private boolean decide(int next) {
        if (!STATE.compareAndSet(this, READING, next)) {
            return false;
        }
        callOff();
        return true;
    }

    private void dropped(boolean read) {
        whole = read;
        if (!STATE.compareAndSet(this, REFUSED, DROPPED)) {
            endFrom(ANSWERED);
        }
    }

    private void endFrom(int before) {
        if (STATE.compareAndSet(this, before, OVER)) {
            callOff();
            over(whole);
        }
    }

    /** From wherever it stands. */
    private void giveUp() {
        int before = state;
        while (before != OVER && before != DECIDED) {
            if (STATE.compareAndSet(this, before, OVER)) {
                callOff();
                over(false);
                return;
            }
            before = state;
        }
    }

    private void callOff() {
        Runnable scheduled = deadline;
        if (scheduled != null) {
            scheduled.run();
        }
    }
}

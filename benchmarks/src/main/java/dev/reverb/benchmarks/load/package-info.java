/**
 * The load generator: loads any server that speaks the Pusher Channels protocol, checks every copy of every event, and
 * prints what it cost.
 *
 * <p>One thread does everything, so that one processor is enough to keep a server on another one busy:
 *
 * <pre>
 *   LoadGenerator ── Options ── Session ── Run (one class for each mode)
 *                                  │
 *            Loop (selector) ── Peer ─┬─ PusherConnection ── Track, Payload     copies come in, and are checked
 *                                     └─ Publisher ── PublishRequest            events go out
 * </pre>
 *
 * <p>It has its own client side of WebSocket, since the codec of reverb-core is a server's: that refuses what is not masked,
 * which is all that a client receives. What is received is parsed and compared where it lies, and leaves no garbage behind.
 */
@NullMarked
package dev.reverb.benchmarks.load;

import org.jspecify.annotations.NullMarked;

/**
 * Asks the application's {@linkplain dev.reverb.interception.Interceptor interceptors}.
 *
 * <pre>
 *   a lane ── {@link dev.reverb.internal.interception.Interception} ──▶ {@link dev.reverb.internal.interception.Question}
 *                 threads for interceptors: one after the other of its chain
 *                 the scheduler: its time is over
 *   a lane ◀── {@link dev.reverb.internal.interception.Verdict}, posted once, by whichever comes first
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.interception;

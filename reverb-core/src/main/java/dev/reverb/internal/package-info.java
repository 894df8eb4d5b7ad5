/**
 * The parts of a server put together: {@link dev.reverb.internal.Engine}.
 *
 * <pre>
 *   a client's frame:  transport → connection → protocol → (auth) → channels → connection → transport
 *   a publish:         transport → http → auth → dispatch → channels → connection → transport
 *   imports:           wire ← connection ← channels ← dispatch ← protocol, http ← this package; channels ← webhook ← this package
 *                      wire ← interception ← protocol
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal;

/**
 * What an application imports to run a server and to publish: {@link dev.reverb.ReverbServer}.
 *
 * <pre>
 *   your code ── publish ──▶ {@link dev.reverb.ReverbServer} ◀── HTTP API, WebSockets ── {@link dev.reverb.spi.transport transports}
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb;

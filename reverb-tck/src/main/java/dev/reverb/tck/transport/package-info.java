/**
 * The transport kits: what every transport must pass. A transport's author extends them with JUnit, and gives them a {@link
 * dev.reverb.tck.transport.TransportUnderTest}.
 *
 * <table>
 * <caption>The kits, in the order in which to pass them</caption>
 * <tr><th>kit</th><th>plays</th><th>asks for</th></tr>
 * <tr><td>{@link dev.reverb.tck.transport.WebSocketTransportKit}</td><td>the engine, and clients byte by byte</td>
 *     <td>RFC 6455 and {@code dev.reverb.spi.transport}: opening, messages, limits, violations, flow, every way to end,
 *     lanes</td></tr>
 * <tr><td>{@link dev.reverb.tck.transport.HttpTransportKit}</td><td>the same, over HTTP</td>
 *     <td>RFC 9112: requests, bodies, kept connections, what is malformed</td></tr>
 * <tr><td>{@link dev.reverb.tck.transport.ServerTransportKit}</td><td>clients of the Pusher protocol and of the HTTP API</td>
 *     <td>that a real server works on the transport: order, slow consumers, shutdown</td></tr>
 * <tr><td>{@link dev.reverb.tck.transport.AllocationKit}</td><td>clients of the Pusher protocol</td>
 *     <td>of transports that see the frames: a fan-out that allocates nothing per subscriber</td></tr>
 * </table>
 *
 * <p>Every wait has a deadline of 10 seconds, and none is a sleep. With {@code -Dreverb.long=true} tens of thousands of
 * connections come and go instead of two thousand, and each race is run thousands of times.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.tck.transport;

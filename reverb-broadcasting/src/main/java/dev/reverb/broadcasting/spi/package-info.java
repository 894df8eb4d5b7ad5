/** What a {@link dev.reverb.broadcasting.Broadcaster} takes from outside: the way to a server, a queue, and the transaction at hand. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.spi;

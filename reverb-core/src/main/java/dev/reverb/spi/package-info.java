/**
 * What the engine takes from outside beside transports: time, delayed work, a place for figures, and the way to
 * webhooks.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.spi;

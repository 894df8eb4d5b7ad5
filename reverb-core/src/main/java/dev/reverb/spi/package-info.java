/** What the engine takes from outside beside transports: time, delayed work, and a place for figures. */
@org.jspecify.annotations.NullMarked
package dev.reverb.spi;

/** Threads for code that is not the engine's. */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.threads;

/**
 * The server as a program of its own: its command line and what it does around the engine.
 *
 * <pre>
 *   Main ─▶ StartCommand ─▶ configuration ─▶ ReverbServer ◀─ signals
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.server;

/** How the standalone server logs: one line per event on standard output, in the background. */
@org.jspecify.annotations.NullMarked
package dev.reverb.server.logging;

/** The ways to a server: the one in the same process, any over HTTP, the log, none. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.connection;

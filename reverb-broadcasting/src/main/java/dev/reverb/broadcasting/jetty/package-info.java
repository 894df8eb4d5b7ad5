/** Broadcasting in Jetty, without servlets. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.jetty;

/** The applications that a server serves: who they are, what they may do, and where they come from. */
@org.jspecify.annotations.NullMarked
package dev.reverb.application;

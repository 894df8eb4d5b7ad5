/** Who may listen to which channel, and the answers to clients that ask. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.auth;

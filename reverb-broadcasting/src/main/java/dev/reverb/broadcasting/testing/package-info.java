/** Tests of what an application broadcasts, without a server. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.testing;

/** Broadcasting in Undertow. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.undertow;

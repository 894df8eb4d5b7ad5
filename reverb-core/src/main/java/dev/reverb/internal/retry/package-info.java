/** When to try again. */
@org.jspecify.annotations.NullMarked
package dev.reverb.internal.retry;

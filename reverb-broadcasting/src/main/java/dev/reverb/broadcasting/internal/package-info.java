/** What several packages of this module share; nobody else's. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.internal;

/**
 * What any {@link dev.reverb.application.ApplicationProvider} whose applications change must pass, seen from outside: {@link
 * dev.reverb.tck.application.ApplicationChangeKit}.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.tck.application;

/**
 * Between the engine and where applications are kept: {@link dev.reverb.applications.caching.CachingApplicationProvider} answers from memory
 * what it has asked a moment ago, and goes on doing so for a while when its source is away.
 *
 * <pre>
 *   engine ── findByKey, findById ──► CachingApplicationProvider ── one question per name at a time ──► your ApplicationProvider
 *                                       known applications, by id and by key
 *                                       names that there is no application of
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.applications.caching;

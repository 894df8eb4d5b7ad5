package dev.reverb.event;

import java.time.Instant;

/**
 * Here events are missing: more waited for the listener than may; or more of what a cluster's servers have together (occupied and vacated, members
 * added and removed) waited to be told than its back-end keeps. Whoever keeps a state by what it is told asks the server how things are
 * ({@link dev.reverb.ReverbServer#channels} and the like).
 *
 * @param time when the first of them happened; where the back-end had no room, when that was found out
 * @param count how many; where the back-end had no room, at most, since some may have been of kinds that the listener does not want
 */
public record EventsMissed(Instant time, long count) implements ServerEvent {}

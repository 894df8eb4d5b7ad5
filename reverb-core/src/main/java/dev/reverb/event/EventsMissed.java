package dev.reverb.event;

import java.time.Instant;

/**
 * Here events are missing: more waited for the listener than may. Whoever keeps a state by what it is told asks the server how things are
 * ({@link dev.reverb.ReverbServer#channels} and the like).
 *
 * @param time when the first of them happened
 * @param count how many
 */
public record EventsMissed(Instant time, long count) implements ServerEvent {}

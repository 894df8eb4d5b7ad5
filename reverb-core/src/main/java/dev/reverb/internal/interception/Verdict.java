package dev.reverb.internal.interception;

import org.jspecify.annotations.Nullable;

/**
 * What comes of a question.
 *
 * @param asked as the last who was asked has left it, with what was attached or changed
 * @param decision the last one; null where deciding failed
 */
public record Verdict<R, D>(R asked, @Nullable D decision) {}

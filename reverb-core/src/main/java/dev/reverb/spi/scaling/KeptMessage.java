package dev.reverb.spi.scaling;

import java.time.Duration;

/**
 * What a channel keeps for those who subscribe later.
 *
 * @param payload as it was published
 * @param timeLeft how much longer it is kept
 */
public record KeptMessage(byte[] payload, Duration timeLeft) {}

/**
 * How several servers become one: what the engine asks of a back-end, and what a back-end tells the engine. Whoever writes one
 * starts at {@link dev.reverb.spi.scaling.ScalingBus}.
 */
@org.jspecify.annotations.NullMarked
package dev.reverb.spi.scaling;

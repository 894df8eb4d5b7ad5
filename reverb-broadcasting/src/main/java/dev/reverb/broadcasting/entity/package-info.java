/** Entities that tell when they are created, updated and deleted. */
@org.jspecify.annotations.NullMarked
package dev.reverb.broadcasting.entity;

/**
 * What happens to the application's entities, told to pages without an event type for each: {@link
 * dev.reverb.broadcasting.entity.EntityBroadcaster} is called, {@link dev.reverb.broadcasting.entity.BroadcastEntityListener} is
 * told by JPA, and both hand an {@link dev.reverb.broadcasting.entity.EntityEvent} to the {@link
 * dev.reverb.broadcasting.Broadcaster}.
 */
package dev.reverb.broadcasting.entity;

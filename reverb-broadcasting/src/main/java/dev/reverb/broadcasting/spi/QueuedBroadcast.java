package dev.reverb.broadcasting.spi;

/**
 * A message on its way through a queue. Nothing but texts: it may go through a broker and be delivered by another process, whose
 * broadcaster knows a connection of this name.
 *
 * @param queue the queue's name
 * @param connection the name of the connection that it is for
 * @param message what to publish
 */
public record QueuedBroadcast(String queue, String connection, BroadcastMessage message) {}

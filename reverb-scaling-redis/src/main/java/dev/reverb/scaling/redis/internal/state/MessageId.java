package dev.reverb.scaling.redis.internal.state;

/**
 * Tells an event from all others on its topic; one that is sent again keeps it. Changes of members and counts are numbered by themselves.
 *
 * @param sender the node that it comes from
 * @param number by which the sender counts its messages
 */
public record MessageId(NodeId sender, long number) {}

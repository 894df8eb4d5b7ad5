package dev.reverb.scaling.redis.internal.connection;

/**
 * Hears what happens on a session's connections. Called on the threads of the client library, for one topic one call at a time;
 * implementations return at once, since the connection reads nothing meanwhile.
 */
public interface SessionListener {

    /**
     * A message on a topic.
     *
     * @param session where
     * @param topic the topic's name, its bytes as Latin-1
     * @param message as it was published
     */
    void onTopicMessage(RedisSession session, String topic, byte[] message);

    /**
     * A topic is subscribed to: whatever is published from here on arrives.
     *
     * @param session where
     * @param topic the topic
     */
    void onSubscribed(RedisSession session, String topic);

    /**
     * A topic is not subscribed to any more: as it was asked for, or because its slot has gone to another server of a Redis Cluster.
     *
     * @param session where
     * @param topic the topic
     */
    void onUnsubscribed(RedisSession session, String topic);

    /**
     * The session is over. Told once, and not where {@link RedisSession#close} ended it.
     *
     * @param session the session
     * @param reason why, without anything secret
     */
    void onLost(RedisSession session, String reason);
}

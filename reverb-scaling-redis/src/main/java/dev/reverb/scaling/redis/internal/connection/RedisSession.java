package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One life of this node's connections to Redis: one for commands, one for topics (one for each server of a Redis Cluster). When any of them
 * breaks or does not answer any more, all of them are closed, every command under way fails, and the session is over: a topic that
 * falls silent while commands are still answered would be an outage that nobody notices. The next session has new connections.
 *
 * <p>Commands go out in the order in which one thread gives them, and are never sent twice. Safe for any thread; nothing blocks.
 */
public interface RedisSession {

    /**
     * Where commands go.
     *
     * @return what sends them; they fail once the session is over
     */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /**
     * Whether topics are sharded: of a Redis Cluster, where each lies on the server that has its slot.
     *
     * @return false where a message goes out by {@code PUBLISH}, true where by {@code SPUBLISH}
     */
    boolean isSharded();

    /**
     * Asks for topics; each is confirmed by {@link SessionListener#onSubscribed}.
     *
     * @param topics their names, their bytes as Latin-1
     */
    void subscribe(List<String> topics);

    /**
     * Leaves topics; each is confirmed by {@link SessionListener#onUnsubscribed}.
     *
     * @param topics their names, their bytes as Latin-1
     */
    void unsubscribe(List<String> topics);

    /**
     * How many connections have subscribed to a topic, of all nodes.
     *
     * @param topic its name, its bytes as Latin-1
     * @return the number
     */
    CompletionStage<Long> subscribers(String topic);

    /**
     * Waits for what is on its way on a topic: commands and topics have connections of their own, so an answer may overtake messages that
     * were published before it was given.
     *
     * @param topic its name, its bytes as Latin-1; subscribed to
     * @return completes when the listener has been told all that was published there before this call; at once where the topic is not
     *     subscribed to any more
     */
    CompletionStage<Void> caughtUp(String topic);

    /**
     * Asks all connections for a sign of life.
     *
     * @return completes when each has answered
     */
    CompletionStage<Void> ping();

    /**
     * Ends the session, without a call of {@link SessionListener#onLost}; does nothing where it is over.
     *
     * @return completes when the connections are closed
     */
    CompletionStage<Void> close();
}

package dev.reverb.scaling.redis.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Hears one topic, as Redis sends it. */
final class TopicFollower extends RedisPubSubAdapter<byte[], byte[]> implements AutoCloseable {

    private static final byte[] MARK = {0};

    private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
    private final BiConsumer<byte[], byte[]> publisher;
    private final LinkedBlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    private byte[] topic = {};

    TopicFollower(StatefulRedisPubSubConnection<byte[], byte[]> connection, BiConsumer<byte[], byte[]> publisher) {
        this.connection = connection;
        this.publisher = publisher;
        connection.addListener(this);
    }

    void follow(byte[] topic) {
        this.topic = topic;
        connection.sync().subscribe(topic);
    }

    /** What has been published since the last call: all of it, since a mark is published after it. */
    List<TopicMessage> messages() {
        publisher.accept(topic, MARK);
        List<TopicMessage> messages = new ArrayList<>();
        try {
            for (byte[] next = next(); !Arrays.equals(next, MARK); next = next()) {
                messages.add(TopicMessage.decode(next));
            }
        } catch (UnreadableMessageException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return messages;
    }

    private byte[] next() throws InterruptedException {
        byte[] next = heard.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("something on the topic").isNotNull();
        return next;
    }

    @Override
    public void message(byte[] channel, byte[] message) {
        heard.add(message);
    }

    @Override
    public void close() {
        connection.close();
    }
}

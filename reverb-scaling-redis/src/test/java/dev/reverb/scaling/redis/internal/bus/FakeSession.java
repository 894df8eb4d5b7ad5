package dev.reverb.scaling.redis.internal.bus;

import dev.reverb.scaling.redis.internal.connection.RedisSession;
import dev.reverb.scaling.redis.internal.state.KeySpace;
import dev.reverb.scaling.redis.internal.state.NodeId;
import dev.reverb.scaling.redis.internal.state.RedisState;
import dev.reverb.scaling.redis.internal.state.RedisTime;
import dev.reverb.scaling.redis.internal.state.TopicMessage;
import dev.reverb.scaling.redis.internal.state.UnreadableMessageException;
import dev.reverb.spi.Scheduler;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.PipelinedRedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A session that answers what the test says, when it says so: for what depends on time alone. What depends on Redis is tested on a real one.
 */
final class FakeSession implements RedisSession {

    static final KeySpace KEYS = new KeySpace("reverb");

    final List<String> subscribed = new ArrayList<>();
    final List<TopicMessage> published = new ArrayList<>();
    final List<CompletableFuture<Void>> pings = new ArrayList<>();
    /** Scripts that were asked for, in order. */
    final List<CompletableFuture<List<?>>> scripts = new ArrayList<>();
    /** What they were asked with. */
    final List<byte[][]> scriptArguments = new ArrayList<>();
    /** Pages that were asked for. */
    final List<CompletableFuture<?>> scans = new ArrayList<>();
    /** How many subscribers there are. */
    CompletionStage<Long> subscribers = CompletableFuture.completedFuture(1L);

    CompletableFuture<Long> publishing = CompletableFuture.completedFuture(1L);
    boolean closed;

    Standing standing() {
        return standing(FakeHub.SELF);
    }

    Standing standing(NodeId node) {
        return new Standing(
                this,
                new RedisState(commands(), KEYS, false, RedisTime.SERVER, Scheduler.system()),
                node,
                new Operations());
    }

    @Override
    @SuppressWarnings("unchecked")
    public RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return fake(
                RedisAsyncCommands.class,
                (proxy, method, arguments) -> method.getName().equals("getStatefulConnection")
                        ? connection()
                        : new PipelinedRedisFuture<>(answer(method, arguments)));
    }

    /** All that is asked of a connection is a thread to write on: here the caller's. */
    private static StatefulConnection<?, ?> connection() {
        ClientResources resources =
                fake(ClientResources.class, (proxy, method, none) -> ImmediateEventExecutor.INSTANCE);
        return fake(StatefulRedisConnection.class, (proxy, method, none) -> resources);
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeSession.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private CompletableFuture<?> answer(Method method, Object[] arguments) throws UnreadableMessageException {
        return switch (method.getName()) {
            case "get" -> CompletableFuture.completedFuture(null);
            case "hrandfieldWithvalues" -> CompletableFuture.completedFuture(List.of());
            case "hscan" -> {
                CompletableFuture<Object> page = new CompletableFuture<>();
                scans.add(page);
                yield page;
            }
            case "scriptLoad" -> CompletableFuture.completedFuture("digest");
            case "publish" -> {
                published.add(TopicMessage.decode((byte[]) arguments[1]));
                yield publishing;
            }
            case "evalsha" -> {
                CompletableFuture<List<?>> answer = new CompletableFuture<>();
                scripts.add(answer);
                scriptArguments.add((byte[][]) arguments[3]);
                yield answer;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    /** Answers the script that was asked for last. */
    void answer(Enum<?> code) {
        scripts.get(scripts.size() - 1).complete(List.of((long) code.ordinal()));
    }

    @Override
    public boolean isSharded() {
        return false;
    }

    @Override
    public void subscribe(List<String> topics) {
        subscribed.addAll(topics);
    }

    @Override
    public void unsubscribe(List<String> topics) {
        subscribed.removeAll(topics);
    }

    @Override
    public CompletionStage<Long> subscribers(String topic) {
        return subscribers;
    }

    @Override
    public CompletionStage<Void> caughtUp(String topic) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> ping() {
        CompletableFuture<Void> ping = new CompletableFuture<>();
        pings.add(ping);
        return ping;
    }

    @Override
    public CompletionStage<Void> close() {
        closed = true;
        return CompletableFuture.completedFuture(null);
    }
}

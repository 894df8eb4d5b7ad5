package dev.reverb.scaling.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.tck.scaling.ClusterUnderTest;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A cluster on a Redis of its own, each server behind a network of its own. */
final class ProxiedCluster implements ClusterUnderTest {

    private static final int MAX_BUFFERED_MESSAGES = 20;

    private final RedisServer redis = RedisServer.startPersistent();
    private final Map<ScalingBus, TcpProxy> proxies = new IdentityHashMap<>();

    @Override
    public synchronized ScalingBus open() {
        TcpProxy proxy = new TcpProxy(redis.port());
        ScalingBus bus = RedisScaling.builder(proxy.uri())
                // Nothing here falls silent: whatever goes away, breaks. So it is only how long a busy machine may take
                // to connect.
                .timeout(Duration.ofSeconds(10))
                .lease(Duration.ofMillis(1_500))
                .maxBufferedMessages(MAX_BUFFERED_MESSAGES)
                .build()
                .open(Ticker.system(), Scheduler.system());
        proxies.put(bus, proxy);
        return bus;
    }

    private synchronized TcpProxy proxy(ScalingBus bus) {
        TcpProxy proxy = proxies.get(bus);
        assertThat(proxy).isNotNull();
        return proxy;
    }

    @Override
    public void kill(ScalingBus bus) {
        proxy(bus).cut();
    }

    @Override
    public void takeAway() {
        redis.kill();
    }

    @Override
    public void bringBack() {
        redis.restart();
    }

    @Override
    public void bringBackEmpty() {
        redis.restartEmpty();
    }

    @Override
    public void cutOff(ScalingBus bus) {
        proxy(bus).cut();
    }

    @Override
    public void mend(ScalingBus bus) {
        proxy(bus).mend();
    }

    @Override
    public int maxBufferedMessages() {
        return MAX_BUFFERED_MESSAGES;
    }

    @Override
    public void checkNothingIsLeft() throws Exception {
        // One that was killed is cleared up after by the next that starts, once its lease is over.
        ScalingBus last = open();
        last.start(new NobodyListens()).toCompletableFuture().get(20, TimeUnit.SECONDS);
        Await.until(() -> redis.ask(commands -> commands.zcard("reverb:{nodes}:leases")) == 1);
        last.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
        List<String> forever = redis.ask(commands -> commands.keys("*").stream()
                .filter(key -> commands.pttl(key) == -1)
                .toList());
        assertThat(forever).isEmpty();
    }

    @Override
    public synchronized void close() {
        proxies.values().forEach(TcpProxy::close);
        redis.close();
    }
}

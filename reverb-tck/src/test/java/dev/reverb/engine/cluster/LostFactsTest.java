package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.Webhook;
import dev.reverb.event.ConnectionOpened;
import dev.reverb.event.EventsMissed;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.ServerListener;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.scaling.ScalingBus;
import dev.reverb.spi.scaling.ScalingListener;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryCluster;
import dev.reverb.tck.ReverbTester;
import dev.reverb.tck.transport.Await;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Facts that the back-end had no room for: who would have been told hears that they are missing. */
class LostFactsTest {

    private static final Application PLAIN = Application.of("plain", "plain-key", "plain-secret");
    private static final Application HOOKED = Application.builder("hooked", "hooked-key", "hooked-secret")
            .webhooks(Webhook.to("http://localhost/hook"))
            .build();

    private final List<String> members = new CopyOnWriteArrayList<>();
    private final List<String> connections = new CopyOnWriteArrayList<>();
    private final List<String> counted = new CopyOnWriteArrayList<>();
    private final InMemoryCluster cluster = new InMemoryCluster(new FakeClock());
    private final List<ScalingListener> started = new ArrayList<>();

    private final ReverbTester reverb = ReverbTester.builder()
            .application(PLAIN)
            .application(HOOKED)
            .server(server -> server.scaling((ticker, scheduler) -> bus())
                    .listener(new OfMembers())
                    .listener(new OfConnections())
                    .metrics(new Counters()))
            .start();

    private final class OfMembers implements ServerListener {
        @Override
        public void onMemberRemoved(MemberRemoved event) {}

        @Override
        public void onEventsMissed(EventsMissed event) {
            members.add("missed " + event.count());
        }
    }

    private final class OfConnections implements ServerListener {
        @Override
        public void onConnectionOpened(ConnectionOpened event) {
            connections.add("opened");
        }

        @Override
        public void onEventsMissed(EventsMissed event) {
            connections.add("missed " + event.count());
        }
    }

    private final class Counters implements MetricsRecorder {
        @Override
        public void webhookDropped(String appId, int events) {
            counted.add("webhook " + appId + " " + events);
        }

        @Override
        public void listenerEventsDropped(int events) {
            counted.add("listener " + events);
        }
    }

    /** One whose listener is the test's, too. */
    private ScalingBus bus() {
        ScalingBus bus = cluster.open();
        return (ScalingBus) Proxy.newProxyInstance(
                ScalingBus.class.getClassLoader(), new Class<?>[] {ScalingBus.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("start")) {
                        started.add((ScalingListener) arguments[0]);
                    }
                    return method.invoke(bus, arguments);
                });
    }

    @AfterEach
    void stop() {
        reverb.close();
    }

    private ScalingListener listener() {
        return started.get(0);
    }

    @Test
    void listenersOfSuchEventsAreToldHowManyAndNoOthers() {
        listener().onFactsLost("plain", 7);
        Await.until("it was told", () -> members.contains("missed 7"));
        reverb.connect(PLAIN);
        Await.until("so was the other", () -> !connections.isEmpty());

        assertThat(connections).containsExactly("opened");
        assertThat(counted).containsExactly("listener 7");
    }

    @Test
    void theyAreCountedForWebhooksWhereThereAreSome() {
        listener().onFactsLost("hooked", 3_000_000_000L);
        listener().onFactsLost("no such application", 1);

        assertThat(counted).containsExactly("listener 2147483647", "webhook hooked 2147483647", "listener 1");
    }
}

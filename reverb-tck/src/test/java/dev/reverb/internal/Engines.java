package dev.reverb.internal;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.event.ServerListener;
import dev.reverb.internal.protocol.SubscriptionGate;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.WebhookSender;
import dev.reverb.spi.scaling.ScalingBackend;
import dev.reverb.tck.FakeClock;
import dev.reverb.tck.InMemoryTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Engines for tests that look inside, where {@code ReverbTester} does not. */
final class Engines {

    private Engines() {}

    static Engine start(Application application, InMemoryTransport transport, FakeClock clock, SubscriptionGate gate)
            throws IOException {
        return start(ApplicationProvider.of(application), transport, clock, gate);
    }

    static Engine start(
            ApplicationProvider applications, InMemoryTransport transport, FakeClock clock, SubscriptionGate gate)
            throws IOException {
        return start(applications, transport, clock, gate, null, List.of());
    }

    static Engine start(
            ApplicationProvider applications,
            InMemoryTransport transport,
            FakeClock clock,
            SubscriptionGate gate,
            List<ServerListener> listeners)
            throws IOException {
        return start(applications, transport, clock, gate, null, listeners);
    }

    /** As one of several servers. */
    static Engine join(
            ApplicationProvider applications, InMemoryTransport transport, FakeClock clock, ScalingBackend scaling)
            throws IOException {
        return start(
                applications,
                transport,
                clock,
                (state, subscription) -> state.channels().prepare(subscription),
                scaling,
                List.of());
    }

    private static Engine start(
            ApplicationProvider applications,
            InMemoryTransport transport,
            FakeClock clock,
            SubscriptionGate gate,
            @Nullable ScalingBackend scaling,
            List<ServerListener> listeners)
            throws IOException {
        ServerSettings settings = new ServerSettings(
                "",
                false,
                262_144,
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ZERO,
                Integer.MAX_VALUE,
                1L << 30,
                1_000,
                65_536,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                false);
        Engine engine = new Engine(
                settings,
                applications,
                List.of(transport),
                Map.of(),
                clock,
                clock,
                MetricsRecorder.disabled(),
                WebhookSender.system(),
                gate,
                scaling,
                listeners,
                List.of());
        engine.start();
        return engine;
    }
}

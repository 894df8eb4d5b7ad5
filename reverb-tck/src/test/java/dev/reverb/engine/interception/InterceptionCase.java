package dev.reverb.engine.interception;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.interception.Interceptor;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.ReverbTester;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** A server with interceptors. They run on threads of their own, so that what comes of them is awaited. */
abstract class InterceptionCase {

    static final String CONNECT = "/app/app-key?protocol=7";
    static final Duration TIMEOUT = ReverbServer.Builder.DEFAULT_INTERCEPTOR_TIMEOUT;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How often interceptors have failed, as the recorder is told. */
    final AtomicInteger failures = new AtomicInteger();

    ReverbTester reverb;

    final void start(Interceptor... interceptors) {
        start(ReverbTester.APPLICATION, interceptors);
    }

    final void start(Application application, Interceptor... interceptors) {
        start(application, settings -> {}, interceptors);
    }

    final void start(Application application, Consumer<ReverbServer.Builder> more, Interceptor... interceptors) {
        reverb = ReverbTester.builder()
                .application(application)
                .lanes(2)
                .server(settings -> {
                    for (Interceptor interceptor : interceptors) {
                        settings.interceptor(interceptor);
                    }
                    settings.metrics(new MetricsRecorder() {
                        @Override
                        public void interceptionFailed(String appId) {
                            failures.incrementAndGet();
                        }
                    });
                    more.accept(settings);
                })
                .start();
    }

    @AfterEach
    final void stop() {
        if (reverb != null) {
            reverb.close();
        }
    }

    final void await(BooleanSupplier condition) {
        reverb.transport().await(condition, PATIENCE);
    }

    /** Waits until a client has something to read. */
    final InMemoryClient awaitFrame(InMemoryClient client) {
        await(() -> !client.unread().isEmpty());
        return client;
    }

    final PusherClient awaitFrame(PusherClient client) {
        awaitFrame(client.socket());
        return client;
    }

    /** Waits until the server reads from a client again. */
    final void awaitReading(InMemoryClient client) {
        await(() -> !client.isPaused());
    }

    final int connections() {
        return reverb.await(reverb.server().connectionCount("app-id"));
    }
}

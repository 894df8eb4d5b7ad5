package dev.reverb.spring.boot;

import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.interception.ConnectionDecision;
import dev.reverb.interception.ConnectionRequest;
import dev.reverb.interception.Interceptor;
import dev.reverb.tck.Framing;
import dev.reverb.tck.InMemoryClient;
import dev.reverb.tck.InMemoryTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.annotation.Order;

/** Beans that decide what clients may do. */
class InterceptorsTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final WebApplicationContextRunner web = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ReverbAutoConfiguration.class, ReverbServletAutoConfiguration.class))
            .withPropertyValues(
                    "reverb.app.id=shop", "reverb.app.key=k", "reverb.app.secret=s", "reverb.drain-timeout=0")
            .withBean(InMemoryTransport.class, () -> new InMemoryTransport(1, Framing.RAW));

    private class Accepting implements Interceptor {

        @Override
        public CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
            asked.add(getClass().getSimpleName());
            return completedStage(ConnectionDecision.accept());
        }
    }

    @Order(1)
    private final class First extends Accepting {}

    @Order(2)
    private final class Second extends Accepting {}

    @Order(3)
    private final class Third implements Interceptor {

        @Override
        public CompletionStage<ConnectionDecision> decideConnection(ConnectionRequest request) {
            asked.add("Third");
            return completedStage(ConnectionDecision.refuse(4100, "Not now"));
        }
    }

    @Test
    void areAskedInTheirOrder() {
        web.withBean(Third.class, Third::new)
                .withBean(First.class, First::new)
                .withBean(Second.class, Second::new)
                .run(context -> {
                    InMemoryTransport transport = context.getBean(InMemoryTransport.class);
                    InMemoryClient client = transport.connect("/app/k?protocol=7");
                    transport.await(client::isDisconnected, Duration.ofSeconds(10));
                    client.expectText("{\"event\":\"pusher:error\",\"data\":{\"code\":4100,\"message\":\"Not now\"}}")
                            .expectClose(4100, "Not now");
                    assertThat(asked).containsExactly("First", "Second", "Third");
                    assertThat(context.getBean(ReverbProperties.class).interceptorTimeout())
                            .isEqualTo(Duration.ofSeconds(5));
                });
    }
}

package dev.reverb.spi.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not need a socket; the rest is in the transports' kit. */
class IncomingBodyTest {

    private static final int LIMIT = 10;

    private final List<Integer> answers = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private boolean failing;

    private ServerEndpoint endpoint() {
        Class<ServerEndpoint> type = ServerEndpoint.class;
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    switch (method.getName()) {
                        case "maxRequestSize" -> {
                            return LIMIT;
                        }
                        case "requestTimeout" -> {
                            return Duration.ofSeconds(1);
                        }
                        default -> {
                            calls.add(new String(((HttpRequest) given[0]).body(), UTF_8));
                            if (failing) {
                                throw new IllegalStateException("thrown by the test on purpose");
                            }
                            return null;
                        }
                    }
                }));
    }

    private static HttpRequest requestWith(byte[] body) {
        Class<HttpRequest> type = HttpRequest.class;
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> body));
    }

    private final IncomingBody body = new IncomingBody(endpoint(), answer -> answers.add(answer.status())) {
        @Override
        protected HttpRequest request(byte[] whole) {
            return requestWith(whole);
        }

        @Override
        protected Runnable after(Duration delay, Runnable task) {
            calls.add("timed");
            return () -> calls.add("called off");
        }
    };

    private void add(String part) {
        body.add(ByteBuffer.wrap(part.getBytes(UTF_8)));
    }

    @Test
    void isHandedOnWhole() {
        assertThat(body.begin(LIMIT)).isTrue();
        add("hello");
        body.awaitMore();
        body.awaitMore();
        add("world");
        body.end();
        assertThat(calls).containsExactly("timed", "called off", "helloworld");
        assertThat(answers).isEmpty();
        assertThat(body.abandon()).isFalse();
    }

    @Test
    void isRefusedOnceWhenTooLarge() {
        assertThat(body.begin(-1)).isTrue();
        add("helloworld");
        assertThat(body.isDecided()).isFalse();
        add("!");
        body.end();
        assertThat(answers).containsExactly(413);
        assertThat(calls).isEmpty();
    }

    @Test
    void anEngineThatFailsIsAnsweredFor() {
        failing = true;
        body.end();
        assertThat(calls).containsExactly("");
        assertThat(answers).containsExactly(500);
    }
}

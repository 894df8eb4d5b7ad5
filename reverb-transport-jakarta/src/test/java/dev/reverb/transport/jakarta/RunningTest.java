package dev.reverb.transport.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.transport.Await;
import dev.reverb.tck.transport.EchoEndpoint;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What containers do in no order that could be asked of them: at the beginning and at the end. */
class RunningTest {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final Running running = new Running(endpoint);
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final JakartaRequest request =
            new JakartaRequest("GET", "/app/key", null, Map.of(), "127.0.0.1", false, new byte[0]);

    @AfterEach
    void stop() {
        running.stop();
        endpoint.close();
    }

    /** Something of a container's that notes what it is asked, and answers some of that. */
    private <T> T fake(Class<T> type, Map<String, ?> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    calls.add(method.getName());
                    return answers.get(method.getName());
                }));
    }

    private SessionConnection connection() {
        RemoteEndpoint.Async remote = fake(RemoteEndpoint.Async.class, Map.of());
        Session session =
                fake(Session.class, Map.of("getAsyncRemote", remote, "isOpen", true, "getUserProperties", Map.of()));
        return new SessionConnection(running, session, request);
    }

    /** As {@link SessionEndpoint} does where {@code onClose} comes during {@code onOpen}. */
    @Test
    void anEndBeforeTheBeginningIsTold() {
        SessionConnection connection = connection();
        connection.over(1006);
        connection.open();
        connection.over(1006);
        Await.until(
                "the end is told",
                () -> !endpoint.connections().isEmpty()
                        && endpoint.connections().get(0).calls().contains("disconnect"));
        assertThat(endpoint.connections().get(0).calls()).containsExactly("connect", "disconnect");
    }

    @Test
    void aSessionThatOpensBehindTheEndIsClosed() {
        running.stop();
        connection().open();
        Await.until("the session is closed", () -> calls.contains("close"));
        assertThat(endpoint.connections()).isEmpty();
    }

    @Test
    void aRequestThatComesBehindTheEndIsAnswered() throws Exception {
        running.stop();
        HttpServletResponse response =
                fake(HttpServletResponse.class, Map.of("getOutputStream", new Nowhere(), "getBufferSize", 8_192));
        AsyncContext async = fake(AsyncContext.class, Map.of("getResponse", response));
        Exchange.begin(
                running,
                fake(HttpServletRequest.class, Map.of("isAsyncSupported", true, "startAsync", async)),
                request);
        assertThat(calls).contains("setStatus", "complete");
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int b) {}

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}
    }
}

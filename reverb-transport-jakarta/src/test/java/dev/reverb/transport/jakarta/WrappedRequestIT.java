package dev.reverb.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.tck.transport.EchoClient;
import dev.reverb.tck.transport.EchoEndpoint;
import dev.reverb.tck.transport.RawHttp;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beside filters of the application's that come before. */
class WrappedRequestIT {

    private final EchoEndpoint endpoint = new EchoEndpoint();
    private final Container container = Container.create();
    private JakartaTransport transport;

    @AfterEach
    void stop() throws Exception {
        endpoint.completeShutdown();
        container.stop();
        transport.stop();
        endpoint.close();
    }

    private void startBehind(Filter filter, boolean async) throws Exception {
        container.initializer = (classes, context) -> {
            register(context, filter, async);
            transport = JakartaTransport.into(context);
        };
        container.start();
        transport.start(endpoint);
        endpoint.onRequest((request, responder) -> responder.respond(
                HttpResponse.of(200, "text/plain", request.body()).withHeader("X-Reverb", "1")));
    }

    private static void register(ServletContext context, Filter filter, boolean async) {
        FilterRegistration.Dynamic registration = context.addFilter("application's", filter);
        registration.setAsyncSupported(async);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    }

    private String post(String body) throws IOException {
        return RawHttp.exchange(
                container.port(),
                "POST /apps/1/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    @Test
    void aBodyThatHasBeenReadIsTakenFromTheWrapper() throws Exception {
        startBehind(
                (request, response, chain) -> chain.doFilter(
                        new ReadRequest((HttpServletRequest) request),
                        new BufferingResponse((HttpServletResponse) response)),
                true);
        assertThat(post("the body"))
                .startsWith("HTTP/1.1 200")
                .contains("X-Reverb: 1")
                .endsWith("the body");
        assertThat(post("x".repeat(200_000))).endsWith("x".repeat(200_000));
        assertThat(post("x".repeat(1_000_001))).startsWith("HTTP/1.1 413");
        assertThat(EchoClient.connect("ws://127.0.0.1:" + container.port() + "/app/key")
                        .echo("Hello"))
                .isEqualTo("Hello");
    }

    @Test
    void headersOfOtherFiltersAreKept() throws Exception {
        startBehind(
                (request, response, chain) -> {
                    ((HttpServletResponse) response).setHeader("X-Own", "2");
                    chain.doFilter(request, response);
                },
                true);
        assertThat(post("the body"))
                .contains("X-Own: 2")
                .contains("X-Reverb: 1")
                .endsWith("the body");
    }

    @Test
    void aFilterThatDoesNotSupportAsynchronousAnswersIsToldOf() throws Exception {
        startBehind((request, response, chain) -> chain.doFilter(request, response), false);
        assertThat(post("the body")).startsWith("HTTP/1.1 500").doesNotContain("X-Reverb");
    }

    /** Has read the body, and does not tell listeners of it. */
    private static final class ReadRequest extends HttpServletRequestWrapper {
        private final ByteArrayInputStream body;

        ReadRequest(HttpServletRequest request) throws IOException {
            super(request);
            body = new ByteArrayInputStream(request.getInputStream().readAllBytes());
        }

        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public boolean isFinished() {
                    return body.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener readListener) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read() {
                    return body.read();
                }
            };
        }
    }

    /** Keeps what is written to it, and forgets it. */
    private static final class BufferingResponse extends HttpServletResponseWrapper {
        BufferingResponse(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener writeListener) {}

                @Override
                public void write(int b) {
                    assertThat(new byte[] {(byte) b}).asString(UTF_8).isNull();
                }
            };
        }
    }
}

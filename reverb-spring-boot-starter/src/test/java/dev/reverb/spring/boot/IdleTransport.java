package dev.reverb.spring.boot;

import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.transport.Lane;
import dev.reverb.spi.transport.ServerEndpoint;
import dev.reverb.spi.transport.Transport;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A transport of the application's own that nobody connects to. */
final class IdleTransport implements Transport {

    private ServerEndpoint endpoint;

    /** Whether the engine that this was started with claims a path. */
    boolean claims(String path) {
        return endpoint.claims(path);
    }

    /** What the engine that this was started with answers. */
    CompletableFuture<HttpResponse> answer(HttpRequest request) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        endpoint.handle(request, answer::complete);
        return answer;
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public void start(ServerEndpoint starting) {
        endpoint = starting;
    }

    @Override
    public List<Lane> lanes() {
        return List.of();
    }

    @Override
    public int port() {
        return -1;
    }

    @Override
    public void stopAccepting() {}

    @Override
    public void stop() {}
}

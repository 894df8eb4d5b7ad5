package dev.reverb.spring.boot;

import dev.reverb.spi.WebhookRequest;
import dev.reverb.spi.WebhookResponse;
import dev.reverb.spi.WebhookSender;
import dev.reverb.tck.transport.EchoClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application with a route of its own, Spring Security as Spring Boot sets it up (everything behind a login, requests
 * checked for forgery) and the actuator, on a free port.
 */
final class HostApplication implements AutoCloseable {

    static final String TOMCAT =
            "org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration";
    static final String JETTY =
            "org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration";

    private final HttpClient http = HttpClient.newHttpClient();
    private final HeldScheduler scheduler = new HeldScheduler();
    private final List<WebhookRequest> told = new CopyOnWriteArrayList<>();
    private final ConfigurableApplicationContext context;
    private final int port;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Web {

        @Bean
        ReverbServerBuilderCustomizer timing(HeldScheduler scheduler) {
            return builder -> builder.scheduler(scheduler);
        }

        @GetMapping("/hello")
        String hello() {
            return "Hello";
        }
    }

    /**
     * Starts the application.
     *
     * @param container {@link #TOMCAT} or {@link #JETTY}
     * @param properties beside those that every test needs
     */
    HostApplication(String container, String... properties) {
        this(container, beans -> {}, properties);
    }

    /** The same with beans of a test's own. */
    HostApplication(String container, Consumer<GenericApplicationContext> beans, String... properties) {
        context = new SpringApplicationBuilder(Web.class)
                .initializers((GenericApplicationContext starting) -> {
                    starting.registerBean(HeldScheduler.class, () -> scheduler);
                    starting.registerBean(WebhookSender.class, () -> this::take);
                    beans.accept(starting);
                })
                .properties(
                        "server.port=0",
                        "spring.autoconfigure.exclude=" + (container.equals(TOMCAT) ? JETTY : TOMCAT),
                        "spring.main.banner-mode=off",
                        "spring.security.user.name=alice",
                        "spring.security.user.password=wonderland",
                        "management.endpoint.health.show-details=always",
                        "reverb.app.id=shop",
                        "reverb.app.key=shop-key",
                        "reverb.app.secret=shop-secret")
                .properties(properties)
                .run();
        port = ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    private CompletionStage<WebhookResponse> take(WebhookRequest request) {
        told.add(request);
        return CompletableFuture.completedFuture(WebhookResponse.of(204));
    }

    /** What its webhooks have been told, wherever they are. */
    List<WebhookRequest> told() {
        return told;
    }

    HeldScheduler scheduler() {
        return scheduler;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    EchoClient connect(String path) {
        return EchoClient.connect("ws://127.0.0.1:" + port + path + "?protocol=7&client=test");
    }

    HttpResponse<String> anonymously(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> asAlice(String path) throws IOException, InterruptedException {
        String login = Base64.getEncoder().encodeToString("alice:wonderland".getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(uri(path)).header("Authorization", "Basic " + login));
    }

    HttpResponse<String> post(String target, byte[] json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(target))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        context.close();
    }
}

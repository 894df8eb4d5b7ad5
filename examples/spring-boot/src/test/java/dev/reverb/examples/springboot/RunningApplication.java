package dev.reverb.examples.springboot;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.util.HttpChannelAuthorizer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An application as its users start it, on a free port, and its clients. */
public final class RunningApplication implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final int port;

    /**
     * Starts it.
     *
     * @param application the class with its main method
     * @param properties as on the command line
     */
    public RunningApplication(Class<?> application, String... properties) {
        SpringApplication starting = new SpringApplication(application);
        starting.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "server.port", "0"));
        context = starting.run(properties);
        port = ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** What a signed-in user's browser sends by itself: who it is, and the token against forged requests. */
    Map<String, String> session(String user, String password) throws IOException, InterruptedException {
        String cookie = get("/hello").headers().allValues("Set-Cookie").stream()
                .filter(set -> set.startsWith("XSRF-TOKEN="))
                .findFirst()
                .orElseThrow()
                .split(";")[0];
        Map<String, String> headers = new HashMap<>();
        headers.put("Cookie", cookie);
        headers.put("X-XSRF-TOKEN", cookie.substring(cookie.indexOf('=') + 1));
        if (!user.isEmpty()) {
            headers.put(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        }
        return headers;
    }

    /**
     * Gets a page as nobody.
     *
     * @param path its path
     * @return the answer
     * @throws IOException where there is none
     * @throws InterruptedException where the thread is interrupted
     */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> authorize(String socketId, String channel, Map<String, String> headers)
            throws IOException, InterruptedException {
        String form = "socket_id=" + URLEncoder.encode(socketId, StandardCharsets.UTF_8) + "&channel_name="
                + URLEncoder.encode(channel, StandardCharsets.UTF_8);
        return post("/broadcasting/auth", FORM, form, headers);
    }

    HttpResponse<String> post(String path, String type, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://" + HOST + ":" + port + path);
    }

    /** An unmodified pusher-java-client that asks {@code /broadcasting/auth} with these headers. */
    Pusher client(Map<String, String> headers) {
        HttpChannelAuthorizer authorizer =
                new HttpChannelAuthorizer(uri("/broadcasting/auth").toString());
        authorizer.setHeaders(new HashMap<>(headers));
        return new Pusher(
                "shop-key",
                new PusherOptions()
                        .setHost(HOST)
                        .setWsPort(port)
                        .setUseTLS(false)
                        .setChannelAuthorizer(authorizer));
    }

    /**
     * An unmodified pusher-http-java.
     *
     * @return a publisher with the application's credentials
     */
    public com.pusher.rest.Pusher publisher() {
        com.pusher.rest.Pusher publisher = new com.pusher.rest.Pusher("shop", "shop-key", "shop-secret");
        publisher.setHost(HOST + ":" + port);
        return publisher;
    }

    /**
     * Where clients connect.
     *
     * @return the URI of a WebSocket
     */
    public String socket() {
        return "ws://" + HOST + ":" + port + "/app/shop-key?protocol=7";
    }

    @Override
    public void close() {
        context.close();
    }
}

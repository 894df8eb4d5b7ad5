package dev.reverb.server.playground;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.reverb.ReverbServer;
import dev.reverb.application.Application;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The playground page of one application, at {@code /} and below {@code /playground/}.
 *
 * <p>The page's endpoints sign subscriptions and API requests for whoever may open it: it hands out everything that the
 * application's secret allows, though never the secret. So it belongs on a developer's machine, or behind a login.
 */
public final class Playground {

    private static final List<String> LIBRARIES = List.of(
            "laravel-echo-2.5.0/echo.iife.js",
            "laravel-echo-2.5.0/LICENSE.md",
            "pusher-js-8.6.0/pusher.min.js",
            "pusher-js-8.6.0/pusher.min.js.LICENSE.txt",
            "pusher-js-8.6.0/LICENCE",
            "THIRD-PARTY.md");

    private static final List<String> OWN_FILES = List.of(
            "playground.css",
            "log.css",
            "icon.svg",
            "announce.js",
            "api.js",
            "app.js",
            "channels.js",
            "channel-card.js",
            "clipboard.js",
            "config.js",
            "connection.js",
            "dom.js",
            "exchange.js",
            "explain.js",
            "http-api.js",
            "identity.js",
            "json.js",
            "log.js",
            "log-row.js",
            "snippets.js",
            "tabs.js",
            "tap.js",
            "theme.js",
            "usage.js");

    private final Application application;
    private final AccessRule visitors;
    private final AccessRule signing;
    private final Map<String, HttpHandler> routes = new LinkedHashMap<>();

    private Playground(Application application, AccessRule visitors) {
        this.application = application;
        this.visitors = visitors;
        this.signing = visitors.and(new SameOrigin());
    }

    /**
     * Adds the playground to a server that is being built.
     *
     * @param builder the server
     * @param application the application that the page plays with; one of the server's
     * @param loopbackOnly whether only this machine may use the page: the peer must be a loopback address, no proxy may
     *     stand between, and the page must have been asked for by a loopback name. Everybody else gets a 403
     * @param hosts further names by which this machine's own browser may ask for the page where {@code loopbackOnly} is
     *     set, such as {@code reverb.test}
     * @throws IllegalArgumentException where the builder refuses a path
     */
    public static void install(
            ReverbServer.Builder builder, Application application, boolean loopbackOnly, String... hosts) {
        routes(application, loopbackOnly, List.of(hosts), Ticker.system()).forEach(builder::handler);
    }

    static Map<String, HttpHandler> routes(
            Application application, boolean loopbackOnly, List<String> hosts, Ticker ticker) {
        AccessRule visitors = loopbackOnly ? new LoopbackOnly(hosts) : AccessRule.ANYONE;
        Playground playground = new Playground(application, visitors);
        playground.addFiles();
        playground.addEndpoints(loopbackOnly, ticker);
        return playground.routes;
    }

    private void addFiles() {
        addFile("/", "index.html", CachePolicy.REVALIDATE);
        for (String name : OWN_FILES) {
            addFile("/playground/" + name, name, CachePolicy.REVALIDATE);
        }
        for (String name : LIBRARIES) {
            CachePolicy policy = name.contains("/") ? CachePolicy.IMMUTABLE : CachePolicy.REVALIDATE;
            addFile("/playground/vendor/" + name, "vendor/" + name, policy);
        }
    }

    private void addFile(String path, String resource, CachePolicy policy) {
        Asset asset = Asset.load(resource, policy);
        add(path, "GET", visitors, asset::answer);
    }

    private void addEndpoints(boolean loopbackOnly, Ticker ticker) {
        Signer signer = new Signer(application);
        AppConfig config = new AppConfig(application, loopbackOnly);
        add("/playground/config.json", "GET", visitors, request -> config.answer());
        add("/playground/auth", "POST", signing, new ChannelAuthorization(signer)::answer);
        add("/playground/sign", "POST", signing, new RequestSigning(application.id(), signer, ticker)::answer);
    }

    private void add(String path, String method, AccessRule rule, Function<HttpRequest, HttpResponse> page) {
        routes.put(path, request -> completedFuture(SecurityHeaders.on(answer(request, method, rule, page), request)));
    }

    private static HttpResponse answer(
            HttpRequest request, String method, AccessRule rule, Function<HttpRequest, HttpResponse> page) {
        if (!isAllowed(request.method(), method)) {
            return Answers.error(405, "Use " + method + ".").withHeader("Allow", allowed(method));
        }
        String refusal = rule.refusal(request);
        return refusal == null ? page.apply(request) : Answers.refusal(request, refusal);
    }

    private static boolean isAllowed(String method, String wanted) {
        return method.equals(wanted) || method.equals("HEAD") && wanted.equals("GET");
    }

    private static String allowed(String method) {
        return method.equals("GET") ? "GET, HEAD" : method;
    }
}

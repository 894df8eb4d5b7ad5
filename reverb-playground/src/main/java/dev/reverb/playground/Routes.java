package dev.reverb.playground;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.reverb.application.Application;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.HttpHandler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is answered at which path, and to whom. Filled by one thread, then only read. */
final class Routes {

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
            "last-event.js",
            "log.js",
            "log-row.js",
            "snippets.js",
            "tabs.js",
            "tap.js",
            "theme.js",
            "usage.js",
            "user-card.js",
            "users.js");

    private final Location location;
    private final AccessRule visitors;
    private final AccessRule signing;
    private final Map<String, HttpHandler> handlers = new LinkedHashMap<>();

    Routes(Location location, AccessRule visitors) {
        this.location = location;
        this.visitors = visitors;
        this.signing = visitors.and(new SameOrigin());
    }

    Map<String, HttpHandler> handlers() {
        return handlers;
    }

    void addPage() {
        add(location.page(), "GET", visitors, Asset.page("index.html", location)::answer);
        location.withoutSlash().ifPresent(this::addRedirect);
        for (String name : OWN_FILES) {
            addFile(name, CachePolicy.REVALIDATE);
        }
        for (String name : LIBRARIES) {
            addFile("vendor/" + name, name.contains("/") ? CachePolicy.IMMUTABLE : CachePolicy.REVALIDATE);
        }
    }

    private void addFile(String name, CachePolicy policy) {
        add(location.files() + name, "GET", visitors, Asset.load(name, policy)::answer);
    }

    /** Relative, since a proxy may have taken a part of the path away that the browser must keep. */
    private void addRedirect(String path) {
        HttpResponse redirect =
                CachePolicy.REVALIDATE.on(HttpResponse.empty(308)).withHeader("Location", location.lastSegment());
        add(path, "GET", visitors, request -> redirect);
    }

    void addEndpoints(Application application, boolean loopbackOnly, Ticker ticker) {
        String folder = location.files();
        Signer signer = new Signer(application);
        AppConfig config = new AppConfig(application, loopbackOnly, location.root());
        add(folder + "config.json", "GET", visitors, request -> config.answer());
        add(folder + "auth", "POST", signing, new ChannelAuthorization(application)::answer);
        add(folder + "user-auth", "POST", signing, new UserAuthentication(application)::answer);
        add(folder + "sign", "POST", signing, new RequestSigning(application.id(), signer, ticker)::answer);
    }

    private void add(String path, String method, AccessRule rule, Function<HttpRequest, HttpResponse> page) {
        handlers.put(
                path, request -> completedFuture(SecurityHeaders.on(answer(request, method, rule, page), request)));
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

package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.wire.QueryString;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.transport.HttpResponse;
import dev.reverb.spi.websocket.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to {@code /apps/{id}/…}. Any thread; never blocks. */
public final class HttpApi {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final String START = "/apps/";

    /** The routes, each with the segments of its path. */
    private final Map<ApiRoute, List<String>> routes = new LinkedHashMap<>();

    private final ApplicationProvider applications;
    private final Function<String, ApplicationState> states;
    private final ApiSignature signature;
    private final MetricsRecorder metrics;

    HttpApi(
            List<ApiRoute> routes,
            ApplicationProvider applications,
            Function<String, ApplicationState> states,
            Ticker ticker,
            MetricsRecorder metrics) {
        for (ApiRoute route : routes) {
            this.routes.put(route, List.of(route.path().substring(1).split("/")));
        }
        this.applications = applications;
        this.states = states;
        this.signature = new ApiSignature(ticker);
        this.metrics = metrics;
    }

    /** The API with all its routes. */
    public static HttpApi create(
            ApiActions actions,
            ApplicationProvider applications,
            Function<String, ApplicationState> states,
            Ticker ticker,
            MetricsRecorder metrics) {
        return new HttpApi(
                List.of(
                        new EventsRoute(actions),
                        new BatchEventsRoute(actions),
                        new ChannelsRoute(),
                        new ChannelRoute(),
                        new ChannelUsersRoute(),
                        new ConnectionsRoute(),
                        new TerminateConnectionsRoute(actions)),
                applications,
                states,
                ticker,
                metrics);
    }

    /** Whether a path, without the server's prefix, is this API's. */
    public static boolean claims(String path) {
        return path.startsWith(START);
    }

    /** Answers a request for a path that {@link #claims} says yes to. */
    public void handle(String path, HttpRequest request, HttpResponder responder) {
        if (Connection.TRAFFIC.isDebugEnabled()) {
            Connection.TRAFFIC.debug("{} {} ({} bytes)", request.method(), path, request.body().length);
        }
        List<String> segments = segments(path.substring(START.length()));
        List<ApiRoute> matching = new ArrayList<>(2);
        if (segments != null) {
            routes.forEach((route, pattern) -> {
                if (matches(pattern, segments)) {
                    matching.add(route);
                }
            });
        }
        if (segments == null || matching.isEmpty()) {
            responder.respond(ApiException.response(404, "There is nothing at this path"));
            return;
        }
        ApiRoute route = null;
        for (ApiRoute candidate : matching) {
            route = candidate.method().equals(request.method()) ? candidate : route;
        }
        if (route == null && !request.method().equals("OPTIONS")) {
            responder.respond(methodNotAllowed(matching));
            return;
        }
        withApplication(new Exchange(path, segments, request, responder, route, matching));
    }

    /** Everything about one request, for when its application is found later. */
    private record Exchange(
            String path,
            List<String> segments,
            HttpRequest request,
            HttpResponder responder,
            @Nullable ApiRoute route,
            List<ApiRoute> matching) {}

    private static @Nullable List<String> segments(String path) {
        List<String> segments = new ArrayList<>(4);
        for (String segment : path.split("/", -1)) {
            String decoded = QueryString.decode(segment, false);
            if (decoded == null) {
                return null;
            }
            segments.add(decoded);
        }
        return segments;
    }

    private static boolean matches(List<String> pattern, List<String> segments) {
        if (pattern.size() != segments.size() - 1) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            String segment = segments.get(i + 1);
            if (pattern.get(i).equals("*") ? segment.isEmpty() : !pattern.get(i).equals(segment)) {
                return false;
            }
        }
        return true;
    }

    private static HttpResponse methodNotAllowed(List<ApiRoute> matching) {
        return ApiException.response(405, "This path does not take that method").withHeader("Allow", methods(matching));
    }

    private static String methods(List<ApiRoute> routes) {
        TreeSet<String> methods = new TreeSet<>();
        routes.forEach(route -> methods.add(route.method()));
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    private void withApplication(Exchange exchange) {
        CompletableFuture<Optional<Application>> found =
                applications.findById(exchange.segments().get(0)).toCompletableFuture();
        if (found.isDone() && !found.isCompletedExceptionally()) {
            answer(exchange, found.join());
            return;
        }
        found.whenComplete((application, failed) -> {
            if (failed == null) {
                answer(exchange, application);
            } else {
                LOG.warn("The application of a request could not be found", failed);
                exchange.responder().respond(ApiException.response(503, "The application is not available right now"));
            }
        });
    }

    private void answer(Exchange exchange, Optional<Application> found) {
        if (found.isEmpty()) {
            exchange.responder().respond(ApiException.response(404, "There is no application with this id"));
            return;
        }
        Application application = found.get();
        String origin = exchange.request().header("Origin");
        HttpResponder responder = response -> exchange.responder().respond(Cors.allow(application, origin, response));
        if (exchange.route() == null) {
            responder.respond(Cors.preflight(methods(exchange.matching())));
            return;
        }
        try {
            dispatch(exchange, exchange.route(), application, responder);
        } catch (ApiException refused) {
            responder.respond(refused.response());
        } catch (RuntimeException broken) {
            LOG.error("A request to the HTTP API failed", broken);
            responder.respond(ApiException.response(500, "The server failed on this request"));
        }
    }

    private void dispatch(Exchange exchange, ApiRoute route, Application application, HttpResponder responder) {
        SortedMap<String, String> query = query(exchange.request().query());
        byte[] body = exchange.request().body();
        signature.check(application, route.method(), exchange.path(), query, body);
        if (!Utf8.isValid(body, 0, body.length)) {
            throw new ApiException(400, "The body is not UTF-8");
        }
        ApplicationState state = states.apply(application.id());
        if (route.isRead() && !state.readRequests().tryAcquire(1, application.maxReadRequestsPerSecond())) {
            metrics.rateLimited(application.id());
            throw new ApiException(429, "Too many read requests; see max_read_req_per_sec");
        }
        route.handle(
                new ApiRequest(
                        application,
                        state,
                        variables(routes.getOrDefault(route, List.of()), exchange.segments()),
                        query,
                        body),
                responder);
    }

    /**
     * The parameters, their names in lower case as they are signed: a name in another case must not mean less to the route
     * than it did to the signature.
     */
    private static SortedMap<String, String> query(@Nullable String given) {
        SortedMap<String, String> parsed = QueryString.parse(given);
        if (parsed == null) {
            throw new ApiException(400, "The query is malformed");
        }
        SortedMap<String, String> query = new TreeMap<>();
        parsed.forEach((name, value) -> query.put(name.toLowerCase(Locale.ROOT), value));
        return query;
    }

    private static List<String> variables(List<String> pattern, List<String> segments) {
        List<String> variables = new ArrayList<>(1);
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i).equals("*")) {
                variables.add(segments.get(i + 1));
            }
        }
        return variables;
    }
}

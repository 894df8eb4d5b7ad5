package dev.reverb.internal.http;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.event.RateLimited;
import dev.reverb.internal.channels.ApplicationState;
import dev.reverb.internal.connection.Connection;
import dev.reverb.internal.event.EventHub;
import dev.reverb.internal.wire.QueryParameters;
import dev.reverb.internal.wire.QueryString;
import dev.reverb.spi.MetricsRecorder;
import dev.reverb.spi.Ticker;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponder;
import dev.reverb.spi.websocket.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to {@code /apps/{id}/…}. Any thread; never blocks. */
public final class HttpApi {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final String START = "/apps/";

    private final List<Place> places = new ArrayList<>();
    private final ApplicationProvider applications;
    private final Function<String, ApplicationState> states;
    private final ApiSignature signature;
    private final MetricsRecorder metrics;
    private final EventHub events;

    HttpApi(
            List<ApiRoute> routes,
            ApplicationProvider applications,
            Function<String, ApplicationState> states,
            Ticker ticker,
            MetricsRecorder metrics,
            EventHub events) {
        Map<String, List<ApiRoute>> byPath = new LinkedHashMap<>();
        for (ApiRoute route : routes) {
            byPath.computeIfAbsent(route.path(), path -> new ArrayList<>()).add(route);
        }
        byPath.forEach((path, sharing) -> places.add(new Place(path, sharing)));
        this.applications = applications;
        this.states = states;
        this.signature = new ApiSignature(ticker);
        this.metrics = metrics;
        this.events = events;
    }

    /** The API with all its routes. */
    public static HttpApi create(
            ApiActions actions,
            ApplicationProvider applications,
            Function<String, ApplicationState> states,
            Ticker ticker,
            MetricsRecorder metrics,
            EventHub events) {
        return new HttpApi(
                List.of(
                        new EventsRoute(actions),
                        new BatchEventsRoute(actions),
                        new ChannelsRoute(actions.questions()),
                        new ChannelRoute(actions.questions()),
                        new ChannelUsersRoute(actions.questions()),
                        new ConnectionsRoute(actions.questions()),
                        new TerminateConnectionsRoute(actions)),
                applications,
                states,
                ticker,
                metrics,
                events);
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
        Exchange exchange = fixed(path, request, responder);
        if (exchange == null) {
            exchange = any(path, request, responder);
        }
        if (exchange == null) {
            responder.respond(ApiException.response(404, "There is nothing at this path"));
            return;
        }
        ApiRoute route = exchange.place.route(request.method());
        if (route == null && !request.method().equals("OPTIONS")) {
            responder.respond(ApiException.response(405, "This path does not take that method")
                    .withHeader("Allow", exchange.place.methods()));
            return;
        }
        withApplication(exchange, route);
    }

    /** Paths that are the same for all publishes are told as they are, without taking them apart. */
    private @Nullable Exchange fixed(String path, HttpRequest request, HttpResponder responder) {
        int idEnd = path.indexOf('/', START.length());
        if (idEnd >= 0 && path.indexOf('%') < 0) {
            for (Place place : places) {
                if (place.isAt(path, idEnd)) {
                    String appId = path.substring(START.length(), idEnd);
                    return new Exchange(place, appId, List.of(), path, request, responder);
                }
            }
        }
        return null;
    }

    private @Nullable Exchange any(String path, HttpRequest request, HttpResponder responder) {
        List<String> segments = segments(path.substring(START.length()));
        if (segments != null) {
            for (Place place : places) {
                if (place.matches(segments)) {
                    return new Exchange(place, segments.get(0), place.variables(segments), path, request, responder);
                }
            }
        }
        return null;
    }

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

    private void withApplication(Exchange exchange, @Nullable ApiRoute route) {
        CompletableFuture<Optional<Application>> found =
                applications.findById(exchange.appId).toCompletableFuture();
        if (found.isDone() && !found.isCompletedExceptionally()) {
            answer(exchange, route, found.join());
            return;
        }
        found.whenComplete((application, failed) -> {
            if (failed == null) {
                answer(exchange, route, application);
            } else {
                LOG.warn("The application of a request could not be found", failed);
                exchange.respond(ApiException.response(503, "The application is not available right now"));
            }
        });
    }

    private void answer(Exchange exchange, @Nullable ApiRoute route, Optional<Application> found) {
        if (found.isEmpty()) {
            exchange.respond(ApiException.response(404, "There is no application with this id"));
            return;
        }
        Application application = found.get();
        exchange.found(application);
        if (route == null) {
            exchange.respond(Cors.preflight(exchange.place.methods()));
            return;
        }
        try {
            dispatch(exchange, route, application);
        } catch (ApiException refused) {
            exchange.respond(refused.response());
        } catch (RuntimeException broken) {
            LOG.error("A request to the HTTP API failed", broken);
            exchange.respond(ApiException.response(500, "The server failed on this request"));
        }
    }

    private void dispatch(Exchange exchange, ApiRoute route, Application application) {
        QueryParameters query = QueryParameters.parse(exchange.request.query());
        if (query == null) {
            throw new ApiException(400, "The query is malformed");
        }
        byte[] body = exchange.request.body();
        signature.check(application, route.method(), exchange.path, query, body);
        if (!Utf8.isValid(body, 0, body.length)) {
            throw new ApiException(400, "The body is not UTF-8");
        }
        ApplicationState state = states.apply(application.id());
        if (route.isRead() && !state.readRequests().tryAcquire(1, application.maxReadRequestsPerSecond())) {
            metrics.rateLimited(application.id());
            events.tellRateLimited(application.id(), null, RateLimited.Limit.READ_REQUESTS);
            throw new ApiException(429, "Too many read requests; see max_read_req_per_sec");
        }
        route.handle(new ApiRequest(application, state, exchange.variables, query, body), exchange);
    }
}

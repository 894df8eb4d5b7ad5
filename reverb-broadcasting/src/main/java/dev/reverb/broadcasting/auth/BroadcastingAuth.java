package dev.reverb.broadcasting.auth;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.channel.ChannelName;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.transport.HttpRequest;
import dev.reverb.spi.transport.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers clients that want to join a private, encrypted or presence channel, and users who sign in: {@code GET} and {@code POST} of
 * {@code /broadcasting/auth} and {@code /broadcasting/user-auth}, as laravel-echo and pusher-js ask (Pusher Channels, "Authorizing
 * users" and "Authenticating users"). Free of any framework; for servlets, Jetty and Undertow there are adapters, and a server of the
 * application's own takes it as it is:
 *
 * <pre>{@code
 * BroadcastingAuth auth = BroadcastingAuth.of(ClientAuthorizer.of(application), channels);
 * ReverbServer.builder().handler("/broadcasting/auth", auth::handle)
 * }</pre>
 *
 * <p>What is refused, always with a small JSON object:
 *
 * <table>
 * <caption>Refusals</caption>
 * <tr><th>status</th><th>why</th></tr>
 * <tr><td>400</td><td>the {@code socket_id} is missing or none, or the body is malformed</td></tr>
 * <tr><td>403</td><td>{@code channel_name} is missing or not the name of such a channel, no rule is for it, nobody is signed in, or the
 * rule says no; the client does not learn which</td></tr>
 * <tr><td>404, 405</td><td>another path or method</td></tr>
 * <tr><td>413, 415</td><td>the body is too large, or neither a form nor JSON</td></tr>
 * <tr><td>500</td><td>the application's code failed; the log says how</td></tr>
 * <tr><td>503</td><td>it took too long, or too much is under way</td></tr>
 * </table>
 *
 * <p>Who may send such a request from another site (CORS, CSRF) is for the host to say. Answers are never JSONP, which any site could
 * read. Safe for any thread.
 */
public final class BroadcastingAuth {

    /** The default of {@link Builder#maxBodySize}: {@value} bytes. */
    public static final int DEFAULT_MAX_BODY_SIZE = 16_384;

    /** The default of {@link Builder#maxUserInfoSize}: {@value} bytes. */
    public static final int DEFAULT_MAX_USER_INFO_SIZE = Application.DEFAULT_MAX_PRESENCE_MEMBER_SIZE;

    /** The default of {@link Builder#maxPending}: {@value} requests. */
    public static final int DEFAULT_MAX_PENDING = 10_000;

    /** The default of {@link Builder#timeout}: 10 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastingAuth.class);

    private final Registry registry;
    private final Answers answers;
    private final @Nullable Executor executor;
    private final int maxBodySize;
    private final Pending pending;

    private BroadcastingAuth(Builder builder) {
        registry = builder.channels.registry();
        answers = new Answers(builder.authorizer, builder.objectMapper, builder.maxUserInfoSize);
        executor = builder.executor;
        maxBodySize = builder.maxBodySize;
        pending = new Pending(builder.maxPending, builder.timeout, builder.scheduler);
    }

    /**
     * Answers by the rules, with all settings at their defaults.
     *
     * @param authorizer signs; knows the key of encrypted channels where there are any
     * @param channels the rules
     * @return what answers
     */
    public static BroadcastingAuth of(ClientAuthorizer authorizer, Channels channels) {
        return builder(authorizer, channels).build();
    }

    /**
     * Begins to set up what answers by the rules.
     *
     * @param authorizer signs; knows the key of encrypted channels where there are any
     * @param channels the rules
     * @return a builder
     */
    public static Builder builder(ClientAuthorizer authorizer, Channels channels) {
        return new Builder(authorizer, channels);
    }

    /**
     * The largest body that is read, for hosts that read it.
     *
     * @return bytes
     */
    public int maxBodySize() {
        return maxBodySize;
    }

    /**
     * Answers a request of a host that tells nothing more of it; see {@link #handle(AuthRequest)}.
     *
     * @param request the request with its whole body
     * @return completes with the answer, never exceptionally
     */
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return handle(AuthRequest.of(request));
    }

    /**
     * Answers a request. The application's code runs on the {@linkplain Builder#executor executor}, or where there is none on this
     * thread, which then must not be one that may not wait; what follows an asynchronous step of its runs on the thread that ends it.
     *
     * @param request the request; its path ends with {@code /auth} or {@code /user-auth}
     * @return completes with the answer, never exceptionally
     */
    public CompletionStage<HttpResponse> handle(AuthRequest request) {
        return handle(request, Runnable::run);
    }

    /**
     * Answers a request of a host with threads of its own.
     *
     * @param request the request; its path ends with {@code /auth} or {@code /user-auth}
     * @param hostExecutor where the application's code runs, unless an {@linkplain Builder#executor executor} is set
     * @return completes with the answer, never exceptionally
     */
    public CompletionStage<HttpResponse> handle(AuthRequest request, Executor hostExecutor) {
        String path = request.http().path();
        if (path.endsWith("/user-auth")) {
            return answer(request, hostExecutor, this::authenticateUser);
        }
        if (path.endsWith("/auth")) {
            return answer(request, hostExecutor, this::authorizeChannel);
        }
        return CompletableFuture.completedFuture(Refusal.answer(404, "Not found"));
    }

    private CompletionStage<HttpResponse> answer(
            AuthRequest request,
            Executor hostExecutor,
            BiFunction<AuthRequest, Executor, CompletableFuture<HttpResponse>> question) {
        CompletableFuture<HttpResponse> answer = pending.begin();
        if (answer.isDone()) {
            return answer;
        }
        AuthRequest known = request;
        try {
            known = checked(request);
            ask(known, executor == null ? hostExecutor : executor, question, answer);
        } catch (RuntimeException refused) {
            answer.complete(responseTo(refused, known));
        }
        pending.limit(answer);
        return answer;
    }

    private static void ask(
            AuthRequest request,
            Executor chosen,
            BiFunction<AuthRequest, Executor, CompletableFuture<HttpResponse>> question,
            CompletableFuture<HttpResponse> answer) {
        chosen.execute(() -> Stages.call(() -> question.apply(request, chosen))
                .whenComplete((response, failure) ->
                        answer.complete(failure == null ? response : responseTo(failure, request))));
    }

    private AuthRequest checked(AuthRequest request) {
        HttpRequest http = request.http();
        if (!http.method().equals("POST") && !http.method().equals("GET")) {
            throw Refusal.wrongMethod();
        }
        Map<String, String> parameters = Parameters.read(http, request.parameters(), maxBodySize);
        String socketId = parameters.get("socket_id");
        if (socketId == null || !ClientAuthorizer.isSocketId(socketId)) {
            throw Refusal.of(400, "The socket_id is missing or none");
        }
        return request.withParameters(parameters);
    }

    private CompletableFuture<HttpResponse> authorizeChannel(AuthRequest request, Executor chosen) {
        ChannelName channel = request.parameter("channel_name")
                .flatMap(ChannelName::parse)
                .filter(name -> name.type().requiresAuthorization())
                .orElseThrow(
                        () -> Refusal.forbidden("the channel_name is missing, or nobody is asked for such a channel"));
        return registry.join(Prefixes.without(channel), request, chosen)
                .thenApply(admitted -> answers.channel(socketId(request), channel, admitted));
    }

    private CompletableFuture<HttpResponse> authenticateUser(AuthRequest request, Executor chosen) {
        return registry.signIn(request, chosen).thenApply(admitted -> answers.user(socketId(request), admitted));
    }

    private static String socketId(AuthRequest request) {
        return request.parameter("socket_id").orElseThrow();
    }

    private static HttpResponse responseTo(Throwable failure, AuthRequest request) {
        Throwable cause = Stages.cause(failure);
        if (cause instanceof Refusal refusal) {
            LOG.debug(
                    "A client that wants to {} is answered {}: {}", wish(request), refusal.status(), refusal.reason());
            return refusal.response();
        }
        if (cause instanceof RejectedExecutionException) {
            LOG.warn("A client that wants to {} is answered 503: the executor takes no more", wish(request));
            return Refusal.answer(503, "Too much is under way");
        }
        LOG.error("A client that wants to {} is answered 500", wish(request), cause);
        return Refusal.answer(500, "Server error");
    }

    /** What is asked for, without what could be forged lines of a log. */
    private static String wish(AuthRequest request) {
        return request.parameter("channel_name")
                .flatMap(ChannelName::parse)
                .filter(name -> name.type().requiresAuthorization())
                .map(name -> "join " + name)
                .orElse("join a channel or to sign in");
    }

    /** Settings. Each has a default. */
    public static final class Builder {

        private final ClientAuthorizer authorizer;
        private final Channels channels;
        private ObjectMapper objectMapper = new JsonMapper();
        private @Nullable Executor executor;
        private Scheduler scheduler = Scheduler.system();
        private Duration timeout = DEFAULT_TIMEOUT;
        private int maxBodySize = DEFAULT_MAX_BODY_SIZE;
        private int maxUserInfoSize = DEFAULT_MAX_USER_INFO_SIZE;
        private int maxPending = DEFAULT_MAX_PENDING;

        private Builder(ClientAuthorizer authorizer, Channels channels) {
            this.authorizer = Objects.requireNonNull(authorizer);
            this.channels = Objects.requireNonNull(channels);
        }

        /**
         * Where guards, bindings and rules run. Without one they run on the thread that asks, which with the adapters is one of the
         * host's workers, never a lane.
         *
         * @param executor the application's own; what it rejects is answered 503
         * @return this builder
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor);
            return this;
        }

        /**
         * What makes JSON of what is told of users.
         *
         * @param objectMapper the application's own
         * @return this builder
         */
        public Builder objectMapper(ObjectMapper objectMapper) {
            this.objectMapper = Objects.requireNonNull(objectMapper);
            return this;
        }

        /**
         * How long an answer may take; then it is 503. A rule that holds the asking thread is not interrupted.
         *
         * @param timeout more than zero
         * @return this builder
         * @throws IllegalArgumentException where it is not
         */
        public Builder timeout(Duration timeout) {
            if (timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException("The timeout is more than zero, not " + timeout);
            }
            this.timeout = timeout;
            return this;
        }

        /**
         * The largest body of a request in bytes; a larger one is answered 413.
         *
         * @param maxBodySize at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxBodySize(int maxBodySize) {
            this.maxBodySize = positive("maxBodySize", maxBodySize);
            return this;
        }

        /**
         * How many bytes of JSON may be told of a user; more is answered 500, and goes to the log. The server has limits of its own:
         * {@code max_presence_member_size}, and {@code max_message_size} for the message that carries it.
         *
         * @param maxUserInfoSize at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxUserInfoSize(int maxUserInfoSize) {
            this.maxUserInfoSize = positive("maxUserInfoSize", maxUserInfoSize);
            return this;
        }

        /**
         * How many requests may wait for guards and rules at a time; more are answered 503.
         *
         * @param maxPending at least 1
         * @return this builder
         * @throws IllegalArgumentException where it is less
         */
        public Builder maxPending(int maxPending) {
            this.maxPending = positive("maxPending", maxPending);
            return this;
        }

        /**
         * Where the timeout is counted.
         *
         * @param scheduler in place of {@link Scheduler#system()}
         * @return this builder
         */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = Objects.requireNonNull(scheduler);
            return this;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is at least 1, not " + value);
            }
            return value;
        }

        /**
         * Makes what answers.
         *
         * @return it
         */
        public BroadcastingAuth build() {
            return new BroadcastingAuth(this);
        }
    }
}

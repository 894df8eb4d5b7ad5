package dev.reverb.broadcasting.connection;

import dev.reverb.Publication;
import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.BroadcastException.Reason;
import dev.reverb.broadcasting.spi.BroadcastConnection;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.internal.threads.UserThreads;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Publishes over the HTTP API of any server of the Pusher Channels protocol: Reverb, this one or Laravel's, soketi, Pusher.
 *
 * <pre>{@code
 * HttpConnection.builder(URI.create("https://reverb.example.com"), "my-app-id", "my-app-key", "my-app-secret").build()
 * HttpConnection.pusher("eu", "my-app-id", "my-app-key", "my-app-secret").build()
 * }</pre>
 *
 * <p>By the JDK's client: connections are kept and used again. Where no connection can be made, it tries again at once, {@link
 * Builder#connectRetries} times; a request that a server has seen is never sent again, for it may have been carried out. ({@link
 * dev.reverb.broadcasting.MemoryQueue} decides for itself what it tries again later.) Redirects are not followed.
 *
 * <p>Safe for any thread. Does not block, save for looking up the server's name. Its secret is in no exception, no log and no {@code
 * toString}.
 */
public final class HttpConnection implements BroadcastConnection {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int IDLE_SECONDS = 10;

    private final EventRequest requests;
    private final HttpClient client;
    private final boolean ownClient;
    private final Duration requestTimeout;
    private final int connectRetries;
    private final int maxBatchSize;
    private final Ticker ticker;
    private final Scheduler scheduler;
    private volatile boolean closed;

    private HttpConnection(Builder builder) {
        requests = builder.requests;
        ownClient = builder.client == null;
        client = builder.client == null ? newClient(builder) : builder.client;
        requestTimeout = builder.requestTimeout;
        connectRetries = builder.connectRetries;
        maxBatchSize = builder.maxBatchSize;
        ticker = builder.ticker;
        scheduler = builder.scheduler == null ? Scheduler.system() : builder.scheduler;
    }

    private static HttpClient newClient(Builder builder) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(builder.connectTimeout)
                .executor(new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        UserThreads.named("reverb-http-")));
        if (builder.sslContext != null) {
            client.sslContext(builder.sslContext);
        }
        return client.build();
    }

    /**
     * Begins a connection to a server.
     *
     * @param endpoint its address, such as {@code https://reverb.example.com} or {@code http://localhost:8080}, with the prefix that it
     *     has before all its paths, if any
     * @param appId the application's id
     * @param key the application's key
     * @param secret the application's secret
     * @return a builder with the defaults
     * @throws IllegalArgumentException where the address is none of an HTTP server, or the id or the key has characters other than
     *     {@code A-Za-z0-9-_.~}, or the secret is empty
     */
    public static Builder builder(URI endpoint, String appId, String key, String secret) {
        return new Builder(endpoint, appId, key, secret);
    }

    /**
     * Begins a connection to Pusher Channels itself.
     *
     * @param cluster the application's cluster, such as {@code eu}
     * @param appId the application's id
     * @param key the application's key
     * @param secret the application's secret
     * @return a builder with the defaults
     * @throws IllegalArgumentException as {@link #builder}
     */
    public static Builder pusher(String cluster, String appId, String key, String secret) {
        return builder(URI.create("https://api-" + cluster + ".pusher.com"), appId, key, secret);
    }

    @Override
    public CompletionStage<Void> publish(BroadcastMessage message) {
        return send(() -> requests.event(message, ticker.currentTimeMillis()));
    }

    @Override
    public int maxBatchSize() {
        return maxBatchSize;
    }

    @Override
    public CompletionStage<Void> publishBatch(List<BroadcastMessage> batch) {
        return send(() -> requests.batch(batch, ticker.currentTimeMillis()));
    }

    private CompletionStage<Void> send(Requests maker) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        attempt(maker, 0, answer);
        return answer;
    }

    /** Signs a request anew for each attempt, with its time. */
    @FunctionalInterface
    private interface Requests {
        EventRequest.Signed make();
    }

    private void attempt(Requests maker, int retries, CompletableFuture<Void> answer) {
        if (closed) {
            answer.completeExceptionally(new BroadcastException(Reason.CLOSED, "The connection has been closed"));
            return;
        }
        try {
            exchange(maker.make()).whenComplete((response, failed) -> {
                if (failed == null) {
                    complete(answer, Answers.read(response, ticker.currentTimeMillis()));
                } else if (retries < connectRetries && Answers.isConnectionFailure(failed)) {
                    scheduler.schedule(
                            () -> attempt(maker, retries + 1, answer),
                            FIRST_PAUSE.multipliedBy(1L << Math.min(retries, 5)));
                } else {
                    complete(answer, Answers.failure(failed));
                }
            });
        } catch (RuntimeException failed) {
            complete(answer, Answers.failure(failed));
        }
    }

    private static void complete(CompletableFuture<Void> answer, @Nullable BroadcastException failed) {
        if (failed == null) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failed);
        }
    }

    /** The request's own timeout ends with the head of its answer; a body that drips is ended by the other. */
    private CompletableFuture<HttpResponse<String>> exchange(EventRequest.Signed signed) {
        HttpRequest request = HttpRequest.newBuilder(signed.uri())
                .timeout(requestTimeout)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(signed.body()))
                .build();
        CompletableFuture<HttpResponse<String>> exchange = client.sendAsync(request, head -> new AnswerText());
        CompletableFuture<HttpResponse<String>> timed =
                exchange.copy().orTimeout(requestTimeout.toNanos(), TimeUnit.NANOSECONDS);
        timed.whenComplete((response, failed) -> exchange.cancel(true));
        return timed;
    }

    /** What is under way is ended where the Java platform can do so (21 and later). A client of the application's own is left to it. */
    @Override
    public void close() {
        closed = true;
        if (ownClient) {
            try {
                HttpClient.class.getMethod("shutdownNow").invoke(client);
            } catch (ReflectiveOperationException olderJava) {
                // It ends when it is collected.
            }
        }
    }

    /** Where to, and nothing of the credentials. */
    @Override
    public String toString() {
        return "HttpConnection[" + requests + "]";
    }

    /** Builds an {@link HttpConnection}. Not thread-safe. */
    public static final class Builder {

        /** The default of {@link #connectTimeout}: five seconds. */
        public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

        /** The default of {@link #requestTimeout}: ten seconds. */
        public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);

        /** The default of {@link #connectRetries}: {@value}. */
        public static final int DEFAULT_CONNECT_RETRIES = 2;

        private static final Pattern UNRESERVED = Pattern.compile("[A-Za-z0-9_.~-]+");

        private final EventRequest requests;
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
        private int connectRetries = DEFAULT_CONNECT_RETRIES;
        private int maxBatchSize = Publication.MAX_BATCH_SIZE;
        private @Nullable SSLContext sslContext;
        private @Nullable HttpClient client;
        private Ticker ticker = Ticker.system();
        private @Nullable Scheduler scheduler;

        private Builder(URI endpoint, String appId, String key, String secret) {
            checkUnreserved("app id", appId);
            checkUnreserved("key", key);
            if (secret.isEmpty()) {
                throw new IllegalArgumentException("The secret is empty");
            }
            requests = new EventRequest(withoutSlash(endpoint), appId, key, secret);
        }

        private static void checkUnreserved(String name, String value) {
            if (!UNRESERVED.matcher(value).matches()) {
                throw new IllegalArgumentException("Not an " + name + " that goes into an address: \"" + value + "\"");
            }
        }

        private static URI withoutSlash(URI endpoint) {
            String scheme =
                    endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || endpoint.getHost() == null
                    || endpoint.getRawUserInfo() != null
                    || endpoint.getRawQuery() != null
                    || endpoint.getRawFragment() != null) {
                throw new IllegalArgumentException(
                        "Give the server's address as http:// or https://, a host, perhaps a port and a path");
            }
            String text = endpoint.toString();
            return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : endpoint;
        }

        /**
         * How long making a connection may take, each time.
         *
         * @param timeout more than zero; five seconds by default; of no account with a {@link #client}
         * @return this builder
         * @throws IllegalArgumentException where it is not
         */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = positive("connect_timeout", timeout);
            return this;
        }

        /**
         * How long a request may take, from connecting to the end of its answer.
         *
         * @param timeout more than zero; ten seconds by default
         * @return this builder
         * @throws IllegalArgumentException where it is not
         */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = positive("request_timeout", timeout);
            return this;
        }

        private static Duration positive(String setting, Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException(setting + " must be more than zero, not " + timeout);
            }
            return timeout;
        }

        /**
         * How often connecting is tried again, after 100, 200, 400, … ms.
         *
         * @param retries not negative; {@value #DEFAULT_CONNECT_RETRIES} by default
         * @return this builder
         * @throws IllegalArgumentException where it is negative
         */
        public Builder connectRetries(int retries) {
            if (retries < 0) {
                throw new IllegalArgumentException("connect_retries must be at least 0, not " + retries);
            }
            connectRetries = retries;
            return this;
        }

        /**
         * How many events go in one request where many wait.
         *
         * @param events 1 to {@value Publication#MAX_BATCH_SIZE}, the default, which is all that servers take; 1 for a server that knows no
         *     batches
         * @return this builder
         * @throws IllegalArgumentException where it is another
         */
        public Builder maxBatchSize(int events) {
            if (events < 1 || events > Publication.MAX_BATCH_SIZE) {
                throw new IllegalArgumentException(
                        "max_batch_size must be 1 to " + Publication.MAX_BATCH_SIZE + ", not " + events);
            }
            maxBatchSize = events;
            return this;
        }

        /**
         * Sets the certificates that the server's is checked against, and one's own.
         *
         * @param context the machine's by default; of no account with a {@link #client}
         * @return this builder
         */
        public Builder sslContext(SSLContext context) {
            sslContext = context;
            return this;
        }

        /**
         * Sets the client that carries requests, for one with a proxy or with settings that are not here.
         *
         * @param newClient one of the connection's own by default; the connection does not close it
         * @return this builder
         */
        public Builder client(HttpClient newClient) {
            client = newClient;
            return this;
        }

        /**
         * Sets where the time of day is read, which requests are signed with.
         *
         * @param newTicker the machine's clocks by default
         * @return this builder
         */
        public Builder ticker(Ticker newTicker) {
            ticker = newTicker;
            return this;
        }

        /**
         * Sets what runs delayed tasks: connecting again.
         *
         * @param newScheduler one daemon thread by default
         * @return this builder
         */
        public Builder scheduler(Scheduler newScheduler) {
            scheduler = newScheduler;
            return this;
        }

        /**
         * Makes the connection; it connects when there is something to publish.
         *
         * @return a connection
         */
        public HttpConnection build() {
            return new HttpConnection(this);
        }
    }
}

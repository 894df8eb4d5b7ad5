package dev.reverb.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default sender against hooks on sockets, the well-behaved and the others. */
class WebhookSenderIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final byte[] BODY = "{\"events\":[\"ü\"]}".getBytes(UTF_8);

    private final WebhookSender sender = WebhookSender.system();

    @AfterEach
    void close() {
        sender.close();
    }

    private static WebhookRequest request(URI url) {
        return new WebhookRequest(url, Map.of("Content-Type", "application/json", "X-Own", "tëst"), BODY);
    }

    private CompletableFuture<WebhookResponse> send(SocketHook hook) {
        return sender.send(request(hook.url("/hook?a=b"))).toCompletableFuture();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) throws Exception {
        try {
            get(future);
            throw new AssertionError("It succeeded");
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("waited in vain").isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    // ---- hooks that answer ----

    @Test
    void sendsWhatItIsGivenOverOneConnection() throws Exception {
        try (SocketHook hook = SocketHook.answering(OK)) {
            assertThat(get(send(hook))).isEqualTo(WebhookResponse.of(200));
            assertThat(get(send(hook))).isEqualTo(WebhookResponse.of(200));
            assertThat(hook.connections()).isEqualTo(1);
            assertThat(hook.received()).hasSize(2).allSatisfy(received -> {
                assertThat(received.firstLine()).isEqualTo("POST /hook?a=b HTTP/1.1");
                assertThat(received.head()).containsIgnoringCase("content-type: application/json\r\n");
                assertThat(received.head()).containsIgnoringCase("x-own: ");
                assertThat(received.head()).doesNotContainIgnoringCase("upgrade");
                assertThat(received.body()).isEqualTo(BODY);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 404, 500})
    void tellsEveryStatus(int status) throws Exception {
        try (SocketHook elsewhere = SocketHook.answering(OK);
                SocketHook hook = SocketHook.answering("HTTP/1.1 " + status + " x\r\nLocation: " + elsewhere.url("/")
                        + "\r\n" + (status == 204 ? "" : "Content-Length: 0\r\n") + "\r\n")) {
            assertThat(get(send(hook))).isEqualTo(WebhookResponse.of(status));
            assertThat(elsewhere.connections()).as("redirects are not followed").isZero();
        }
    }

    @Test
    void tellsRetryAfter() throws Exception {
        try (SocketHook hook =
                SocketHook.answering("HTTP/1.1 503 x\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(get(send(hook))).isEqualTo(new WebhookResponse(503, Optional.of("120")));
        }
    }

    @Test
    void sendingDoesNotWaitForAClientThatIsBeingMade() throws Exception {
        try (SocketHook hook = SocketHook.answering(OK)) {
            CompletableFuture<WebhookResponse> answer;
            synchronized (sender) {
                answer = get(CompletableFuture.supplyAsync(() -> send(hook)));
                assertThat(answer).isNotDone();
            }
            assertThat(get(answer)).isEqualTo(WebhookResponse.of(200));
        }
    }

    // ---- hooks that do not ----

    @Test
    void aHookThatCannotBeReachedIsAFailure() throws Exception {
        URI nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/");
        }
        assertThat(failure(sender.send(request(nobody)).toCompletableFuture())).isInstanceOf(IOException.class);
    }

    @Test
    void aHookThatDoesNotExistIsAFailure() throws Exception {
        URI nowhere = URI.create("http://no-such-host.invalid/");
        assertThat(failure(sender.send(request(nowhere)).toCompletableFuture())).isInstanceOf(IOException.class);
    }

    @Test
    void aHookThatIsCancelledLosesItsConnection() throws Exception {
        try (SocketHook hook = new SocketHook((out, connection) -> connection.awaitEnd())) {
            CompletableFuture<WebhookResponse> answer = send(hook);
            await(() -> !hook.received().isEmpty());
            assertThat(answer).isNotDone();
            answer.cancel(true);
            get(hook.endedByClient());
        }
    }

    @Test
    void aBodyThatDripsIsCancelledToo() throws Exception {
        try (SocketHook hook = new SocketHook((out, connection) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n.".getBytes(ISO_8859_1));
            out.flush();
            connection.awaitEnd();
        })) {
            CompletableFuture<WebhookResponse> answer = send(hook);
            await(() -> !hook.received().isEmpty());
            assertThat(answer).isNotDone();
            answer.cancel(true);
            get(hook.endedByClient());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "nonsense\r\n\r\n"})
    void anAnswerThatBreaksOffIsAFailure(String part) throws Exception {
        try (SocketHook hook = new SocketHook((out, connection) -> {
            out.write(part.getBytes(ISO_8859_1));
            out.flush();
            throw new IOException("enough");
        })) {
            assertThat(failure(send(hook))).isInstanceOf(IOException.class);
        }
    }

    // ---- long answers ----

    private static void writeBody(OutputStream out, int length) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n").getBytes(ISO_8859_1));
        out.write(new byte[length]);
    }

    @Test
    void aBodyAsLongAsIsReadKeepsTheConnection() throws Exception {
        try (SocketHook hook = new SocketHook((out, connection) -> writeBody(out, DiscardedBody.MAX_BYTES))) {
            assertThat(get(send(hook)).status()).isEqualTo(200);
            assertThat(get(send(hook)).status()).isEqualTo(200);
            assertThat(hook.connections()).isEqualTo(1);
        }
    }

    @Test
    void ofALongerOneTheStatusCountsAndTheConnectionEnds() throws Exception {
        try (SocketHook hook = new SocketHook((out, connection) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(ISO_8859_1));
            while (true) {
                out.write("1000\r\n".getBytes(ISO_8859_1));
                out.write(new byte[0x1000]);
                out.write("\r\n".getBytes(ISO_8859_1));
            }
        })) {
            assertThat(get(send(hook)).status()).isEqualTo(200);
            get(hook.endedByClient());
        }
    }

    // ---- threads ----

    private static Set<Thread> threads(String prefix) {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith(prefix));
        return threads;
    }

    /** Those of an earlier test's client may still be there. */
    private static Set<Thread> threadsSince(Set<Thread> before) {
        Set<Thread> threads = threads("reverb-webhook");
        threads.addAll(threads("HttpClient-"));
        threads.removeAll(before);
        return threads;
    }

    @Test
    void nothingRunsUntilThereIsSomethingToSendNorAfterTheEnd() throws Exception {
        Set<Thread> before = threadsSince(Set.of());
        WebhookSender own = WebhookSender.system();
        assertThat(threadsSince(before)).isEmpty();
        try (SocketHook hook = SocketHook.answering(OK);
                SocketHook hanging = new SocketHook((out, connection) -> connection.awaitEnd())) {
            get(own.send(request(hook.url("/"))).toCompletableFuture());
            CompletableFuture<WebhookResponse> underWay =
                    own.send(request(hanging.url("/"))).toCompletableFuture();
            await(() -> !hanging.received().isEmpty());
            assertThat(threadsSince(before)).isNotEmpty().allMatch(Thread::isDaemon);
            underWay.cancel(true);
            own.close();
            own.close();
            get(hanging.endedByClient());
            await(() -> {
                // Before Java 21 a client ends when it is collected.
                System.gc();
                return threadsSince(before).isEmpty();
            });
            assertThatIllegalStateException().isThrownBy(() -> own.send(request(hook.url("/"))));
        }
    }

    @Test
    void callersDoNotWaitForNames() throws Exception {
        // A client whose threads are all busy: nothing of a request can be done but by the caller.
        CountDownLatch busy = new CountDownLatch(1);
        HttpClient client = HttpClient.newBuilder()
                .executor(task -> new Thread(() -> {
                            try {
                                busy.await();
                            } catch (InterruptedException stop) {
                                return;
                            }
                            task.run();
                        })
                        .start())
                .build();
        try (SocketHook hook = SocketHook.answering(OK)) {
            CompletableFuture<WebhookResponse> answer =
                    WebhookSender.over(client).send(request(hook.url("/"))).toCompletableFuture();
            assertThat(answer).isNotDone();
            assertThat(hook.connections()).isZero();
            busy.countDown();
            assertThat(get(answer).status()).isEqualTo(200);
        }
    }

    @Test
    void aClientOfYourOwnStaysOpen() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        try (SocketHook hook = SocketHook.answering(OK)) {
            WebhookSender over = WebhookSender.over(client);
            assertThat(get(over.send(request(hook.url("/"))).toCompletableFuture())
                            .status())
                    .isEqualTo(200);
            over.close();
            assertThat(get(over.send(request(hook.url("/"))).toCompletableFuture())
                            .status())
                    .isEqualTo(200);
        }
    }
}

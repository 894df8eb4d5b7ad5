package dev.reverb.scaling.redis.internal.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * How we use Lettuce. What is relied on, as read in the sources of 7.7 and shown by {@code SingleServerIT}:
 *
 * <ul>
 *   <li>With {@code autoReconnect(false)} there is no watchdog: a connection that breaks stays so, nothing is subscribed again behind our
 *       back ({@code StatefulRedisPubSubConnectionImpl.activated} runs once) and nothing is replayed. We connect anew ourselves.
 *   <li>With {@code REJECT_COMMANDS}, and for want of reconnection by default too, {@code DefaultEndpoint} fails the commands under way
 *       when the channel becomes inactive, and those given later at once. A command that was written when the connection broke may have
 *       run in Redis all the same.
 *   <li>Commands of one connection are written in the order in which they are given, and answered in that order.
 *   <li>Listeners of topics are called on the event loop of their connection, one at a time, in the order of what Redis sent.
 *   <li>In RESP3 a subscribe command for several topics completes with the first confirmation of any, so its future says nothing of the
 *       others: we go by the listener's calls, one for each topic. {@code PING} is answered on a subscribed connection as on others, and
 *       completes behind the calls of the listener for all that Redis had written there before ({@code CommandHandler.decode}).
 *   <li>No time-out of commands is on unless asked for. A {@linkplain RedisSession#ping ping} that is not answered ends the session, and
 *       with it every command that waits for an answer.
 * </ul>
 */
final class ClientSetup {

    /** Topic names as text, byte by byte, and messages as they are. */
    static final RedisCodec<String, byte[]> TOPICS =
            RedisCodec.of(new StringCodec(StandardCharsets.ISO_8859_1), ByteArrayCodec.INSTANCE);

    private ClientSetup() {}

    static ClientResources resources() {
        // Two connections, and short work on each: the least that Lettuce takes.
        return ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
    }

    static ClientOptions options(Duration timeout, SslOptions tls) {
        return complete(ClientOptions.builder(), timeout, tls).build();
    }

    static <B extends ClientOptions.Builder> B complete(B builder, Duration timeout, SslOptions tls) {
        builder.autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .protocolVersion(ProtocolVersion.RESP3)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.create())
                .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                .sslOptions(tls);
        return builder;
    }

    static CompletionStage<Void> shutdown(ClientResources resources) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        resources.shutdown(0, 1, TimeUnit.SECONDS).addListener(ended -> done.complete(null));
        return done;
    }
}

package dev.reverb.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.ClientAuthorizer;
import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one real Redis: they are one server to clients. */
@Timeout(180)
class ScalingIT {

    private static final Application APPLICATION = Application.of("1", "the-key", "s3cr3t");
    private static final String ROOM = "presence-room";
    private static final Pattern SOCKET_ID = Pattern.compile("socket_id\\\\\":\\\\\"([\\d.]+)");

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void twoServersAreOne() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                ServerProcess one = ServerProcess.start(directory, scaling(Map.of("REDIS_URL", redis.url())));
                ServerProcess two = ServerProcess.start(
                        directory,
                        scaling(Map.of(
                                "REDIS_PORT", String.valueOf(redis.port()), "REDIS_PASSWORD", RedisProcess.PASSWORD)),
                        "--transport",
                        "undertow")) {
            saysWhere(one, redis);
            saysWhere(two, redis);

            TestClient first = join(one, "first");
            TestClient second = join(two, "second");
            first.await("\"pusher_internal:member_added\"");
            subscribe(first, "rehearsal", "{}");
            try (RehearsalGuest publisher = RehearsalGuest.connect(two.port())) {
                publisher.publish(APPLICATION, 7);
            }
            assertThat(first.await("\"published\"")).contains("7");

            one.kill();
            assertThat(second.await("\"pusher_internal:member_removed\"")).contains("first");
            two.terminate();
            assertThat(two.status()).isZero();
            assertThat(two.err()).isEmpty();
        }
    }

    @Test
    void twoServersAreOneOverTls() throws Exception {
        Path authority = directory.resolve("ca.pem");
        Path key = directory.resolve("redis.key");
        SelfSigned.forHost("redis.test", directory).writePem(authority, key);
        try (RedisProcess redis = RedisProcess.startWithTls(directory, authority, key);
                ServerProcess byUrl = ServerProcess.start(
                        directory,
                        scaling(Map.of(
                                "REDIS_URL", redis.url().replace("redis:", "rediss:"),
                                "REVERB_SCALING_TLS_CAFILE", authority.toString())));
                ServerProcess byScheme = ServerProcess.start(
                        directory,
                        scaling(Map.of(
                                "REDIS_SCHEME",
                                "tls",
                                "REDIS_PORT",
                                String.valueOf(redis.port()),
                                "REDIS_PASSWORD",
                                RedisProcess.PASSWORD,
                                "REVERB_SCALING_TLS_CAFILE",
                                "ca.pem")));
                ServerProcess untrusting = ServerProcess.start(
                        directory, scaling(Map.of("REDIS_URL", redis.url().replace("redis:", "rediss:"))));
                ServerProcess plain = ServerProcess.start(directory, scaling(Map.of("REDIS_URL", redis.url())))) {
            TestClient client = join(byScheme, "first");
            join(byUrl, "second");
            assertThat(client.await("\"pusher_internal:member_added\"")).contains("second");

            refuses(untrusting, redis.port(), "unable to find valid certification path");
            refuses(plain, redis.port(), "");
        }
    }

    @Test
    void certificatesThatCannotBeUsedAreOneLine() throws Exception {
        Files.writeString(directory.resolve("ca.pem"), "no certificate");
        int port = RedisProcess.freePort();
        try (ServerProcess server = ServerProcess.start(
                directory,
                scaling(Map.of(
                        "REDIS_URL",
                        "rediss://:" + RedisProcess.PASSWORD + "@127.0.0.1:" + port,
                        "REVERB_SCALING_TLS_CAFILE",
                        "ca.pem")))) {
            assertThat(server.status()).isEqualTo(2);
            assertThat(server.err())
                    .singleElement()
                    .asString()
                    .contains("certificate")
                    .doesNotContain(RedisProcess.PASSWORD);
        }
    }

    @Test
    void aRedisThatIsAwayIsOneLine() throws Exception {
        int port = RedisProcess.freePort();
        try (ServerProcess server = ServerProcess.start(
                directory, scaling(Map.of("REDIS_URL", "redis://:" + RedisProcess.PASSWORD + "@127.0.0.1:" + port)))) {
            refuses(server, port, "Connection refused");
        }
    }

    @Test
    void aWrongPasswordIsOneLineThatDoesNotShowIt() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                ServerProcess server = ServerProcess.start(
                        directory,
                        scaling(Map.of(
                                "REDIS_PORT", String.valueOf(redis.port()), "REDIS_PASSWORD", "not-the-passw0rd")))) {
            refuses(server, redis.port(), "WRONGPASS");
            assertThat(server.err()).noneMatch(line -> line.contains("passw0rd"));
        }
    }

    @Test
    void aServerThatRunsAloneLoadsNothingOfIt() throws Exception {
        Path classes = directory.resolve("classes.txt");
        Map<String, String> environment = new HashMap<>(credentials());
        environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
        try (ServerProcess server = ServerProcess.start(directory, environment)) {
            server.port();
            server.terminate();
            assertThat(server.status()).isZero();
        }
        assertThat(Files.readString(classes))
                .contains("dev.reverb.server.StartCommand ")
                .doesNotContain("io.lettuce.", "io.netty.", "dev.reverb.scaling.");
    }

    private static void refuses(ServerProcess server, int port, String reason) throws InterruptedException {
        assertThat(server.status()).isEqualTo(2);
        assertThat(server.err())
                .singleElement()
                .asString()
                .startsWith("reverb: Redis at 127.0.0.1:" + port + " cannot be used: ")
                .contains(reason)
                .doesNotContain(RedisProcess.PASSWORD);
        assertThat(server.out()).isEmpty();
    }

    private static void saysWhere(ServerProcess server, RedisProcess redis) {
        assertThat(server.awaitLine(line -> line.contains("scaling")))
                .isEqualTo("  scaling over Redis at 127.0.0.1:" + redis.port() + ", prefix reverb");
        assertThat(server.out()).noneMatch(line -> line.contains(RedisProcess.PASSWORD));
    }

    /** Connects, and subscribes to the room. */
    private TestClient join(ServerProcess server, String userId) throws Exception {
        TestClient client = TestClient.connect(http, "ws://127.0.0.1:" + server.port() + "/app/the-key");
        Matcher socketId = SOCKET_ID.matcher(client.await("connection_established"));
        assertThat(socketId.find()).isTrue();
        String authorization = ClientAuthorizer.of(APPLICATION)
                .authorizeChannel(socketId.group(1), ROOM, new Member(userId, Optional.empty()));
        assertThat(subscribe(client, ROOM, authorization)).contains(userId);
        return client;
    }

    private static String subscribe(TestClient client, String channel, String authorization) throws Exception {
        String rest = authorization.equals("{}") ? "}" : "," + authorization.substring(1);
        client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"" + rest + "}");
        return client.await("subscription_succeeded");
    }

    private static Map<String, String> credentials() {
        return Map.of(
                "REVERB_APP_ID", APPLICATION.id(),
                "REVERB_APP_KEY", APPLICATION.key(),
                "REVERB_APP_SECRET", APPLICATION.secret());
    }

    private static Map<String, String> scaling(Map<String, String> redis) {
        Map<String, String> environment = new HashMap<>(credentials());
        environment.put("REVERB_SCALING_ENABLED", "true");
        environment.putAll(redis);
        return environment;
    }
}

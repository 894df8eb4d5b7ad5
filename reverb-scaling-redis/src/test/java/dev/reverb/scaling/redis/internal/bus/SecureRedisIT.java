package dev.reverb.scaling.redis.internal.bus;

import static dev.reverb.scaling.redis.internal.bus.BusNode.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.spi.Scheduler;
import dev.reverb.spi.Ticker;
import dev.reverb.tck.transport.TestCertificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A bus on a Redis that takes TLS only, and lets in only who has a password. */
class SecureRedisIT {

    private static final String PASSWORD = "s3cret";
    private static final String[] USER = {
        "reverb",
        "on",
        ">" + PASSWORD,
        "~mine:*",
        "&mine:*",
        "+@read",
        "+@write",
        "+@scripting",
        "+@pubsub",
        "+@connection",
        "+time",
        "-@dangerous"
    };

    private static RedisServer redis;

    @BeforeAll
    static void startRedis() {
        List<String> options = new ArrayList<>(List.of("--bind", "127.0.0.1", "127.0.0.2", "--requirepass", "admin"));
        options.add("--user");
        options.addAll(List.of(USER));
        redis = RedisServer.startWithTls(
                TestCertificate.file("chain.crt"), TestCertificate.file("rsa.key"), options.toArray(String[]::new));
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    private static String url(String user, String password, String options) {
        return redis.uri().replace("//", "//" + user + ":" + password + "@") + options;
    }

    /** A bus on which two nodes hear each other, by every kind of command that a bus uses. */
    private static void works(RedisScaling.Builder builder) {
        RedisScaling scaling = builder.prefix("mine").build();
        List<BusNode> nodes = List.of(node(scaling).start(APP), node(scaling).start(APP));
        BusNode one = nodes.get(0);
        BusNode two = nodes.get(1);
        two.follow("presence-cache-room");
        one.follow("presence-cache-room");
        one.add("presence-cache-room", "ada");
        one.publish("presence-cache-room", "hello");
        Await.until("it is heard", () -> two.log("presence-cache-room").equals(List.of("+ada", "hello")));
        nodes.forEach(node -> Await.done(node.bus.stop()));
        nodes.forEach(node -> {
            assertThat(node.errors).isEmpty();
            assertThat(node.availability).isEmpty();
        });
    }

    private static void isRefused(RedisScaling.Builder builder, String reason) {
        BusNode node = node(builder.prefix("mine").build());
        assertThatThrownBy(() -> Await.done(node.bus.start(node)))
                .satisfies(
                        failure -> assertThat(reasons(failure)).contains(reason).doesNotContain(PASSWORD, "wr0ng"));
        Await.done(node.bus.stop());
    }

    private static String reasons(Throwable failure) {
        StringBuilder reasons = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            reasons.append(cause).append('\n');
        }
        return reasons.toString();
    }

    private static BusNode node(RedisScaling scaling) {
        return new BusNode(scaling.open(Ticker.system(), Scheduler.system()));
    }

    @Test
    void takesACertificateWhoseSignerIsTrusted() {
        works(RedisScaling.builder(url("reverb", PASSWORD, "")).trustedCertificates(TestCertificate.file("ca.crt")));
    }

    @Test
    void takesTheUserFromTheSettingsToo() {
        works(RedisScaling.builder(redis.uri())
                .credentials("reverb", PASSWORD)
                .trustedCertificates(TestCertificate.file("ca.crt")));
    }

    @Test
    void refusesACertificateThatNobodyKnownHasSigned() {
        isRefused(RedisScaling.builder(url("reverb", PASSWORD, "")), "certification path");
    }

    @Test
    void takesAnyCertificateWhereNoneIsToBeChecked() {
        works(RedisScaling.builder(url("reverb", PASSWORD, "?verifyPeer=NONE")));
    }

    @Test
    void checksTheHostUnlessOnlyTheSignerIsToBeChecked() {
        String elsewhere = url("reverb", PASSWORD, "").replace("127.0.0.1", "127.0.0.2");
        isRefused(RedisScaling.builder(elsewhere).trustedCertificates(TestCertificate.file("ca.crt")), "127.0.0.2");
        works(RedisScaling.builder(elsewhere + "?verifyPeer=CA").trustedCertificates(TestCertificate.file("ca.crt")));
        works(RedisScaling.builder(url("reverb", PASSWORD, "?verifyPeer=CA"))
                .trustedCertificates(TestCertificate.file("ca.crt")));
        isRefused(RedisScaling.builder(url("reverb", PASSWORD, "?verifyPeer=CA")), "certification path");
    }

    @Test
    void isRefusedWithAWrongPassword() {
        isRefused(RedisScaling.builder(url("reverb", "wr0ng", "?verifyPeer=NONE")), "WRONGPASS");
    }

    @Test
    void isRefusedWithoutTls() {
        String plain = url("reverb", PASSWORD, "").replace("rediss:", "redis:");
        BusNode node = node(RedisScaling.at(plain));
        assertThatThrownBy(() -> Await.done(node.bus.start(node)))
                .satisfies(failure -> assertThat(reasons(failure)).doesNotContain(PASSWORD));
        Await.done(node.bus.stop());
    }
}

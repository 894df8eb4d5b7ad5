package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.scaling.redis.Await;
import dev.reverb.scaling.redis.RedisScaling;
import dev.reverb.scaling.redis.RedisServer;
import dev.reverb.scaling.redis.Started;
import dev.reverb.tck.transport.TestCertificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bus on a Redis that takes TLS only, and lets in only who has a password. */
class SecureRedisIT extends BusCase {

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

    @RegisterExtension
    private static final Started<RedisServer> REDIS = Started.by(SecureRedisIT::start);

    private static RedisServer start() {
        List<String> options = new ArrayList<>(List.of("--bind", "127.0.0.1", "127.0.0.2", "--requirepass", "admin"));
        options.add("--user");
        options.addAll(List.of(USER));
        return RedisServer.startWithTls(
                TestCertificate.file("chain.crt"), TestCertificate.file("rsa.key"), options.toArray(String[]::new));
    }

    private static String url(String user, String password, String options) {
        return REDIS.get().uri().replace("//", "//" + user + ":" + password + "@") + options;
    }

    /** Two nodes hear each other, by every kind of command that a bus uses. */
    private void works(RedisScaling.Builder builder) {
        BusNode one = node(builder.prefix("mine"));
        BusNode two = node(builder);
        meet("presence-cache-room", one, two);
        one.publish("presence-cache-room", "hello");
        Await.until("it is heard", () -> two.texts("presence-cache-room").equals(List.of("hello")));
        stopNodes();
        assertThat(one.availability).isEmpty();
        assertThat(two.availability).isEmpty();
    }

    private void isRefused(RedisScaling.Builder builder, String reason) {
        BusNode node = newNode(builder.prefix("mine"));
        assertThatThrownBy(() -> Await.done(node.bus.start(node)))
                .satisfies(
                        failure -> assertThat(reasons(failure)).contains(reason).doesNotContain(PASSWORD, "wr0ng"));
    }

    private static String reasons(Throwable failure) {
        StringBuilder reasons = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            reasons.append(cause).append('\n');
        }
        return reasons.toString();
    }

    @Test
    void takesACertificateWhoseSignerIsTrusted() {
        works(RedisScaling.builder(url("reverb", PASSWORD, "")).trustedCertificates(TestCertificate.file("ca.crt")));
    }

    @Test
    void takesTheUserFromTheSettingsToo() {
        works(RedisScaling.builder(REDIS.get().uri())
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
        isRefused(RedisScaling.builder(url("reverb", PASSWORD, "").replace("rediss:", "redis:")), "");
    }

    @Test
    void saysNothingOfItsPassword() {
        RedisScaling.Builder builder =
                RedisScaling.builder("redis://ada:" + PASSWORD + "@127.0.0.1:1").credentials("bob", "wr0ng");

        assertThat(builder.build().toString()).doesNotContain(PASSWORD, "wr0ng").contains("127.0.0.1:1");
        isRefused(builder, "127.0.0.1:1");
    }
}

package dev.reverb.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.SocketId;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The examples of Pusher's documentation, and what must not pass. */
class SignaturesTest {

    private static final Application APPLICATION = Application.of("1", "278d425bdf160c739803", "7ad3773142a6692b25b8");
    private static final SocketId SOCKET = new SocketId(1234, 1234);

    @Test
    void signsPrivateChannelsAsDocumented() {
        String auth = "278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4";

        assertThat(Signatures.verifyChannel(APPLICATION, SOCKET, "private-foobar", null, auth))
                .isTrue();
    }

    @Test
    void signsPresenceChannelsAsDocumented() {
        String data = "{\"user_id\":10,\"user_info\":{\"name\":\"Mr. Channels\"}}";
        String auth = "278d425bdf160c739803:31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80";

        assertThat(Signatures.verifyChannel(APPLICATION, SOCKET, "presence-foobar", data, auth))
                .isTrue();
    }

    @Test
    void signsUsersAsDocumented() {
        String data = "{\"id\":\"12345\"}";
        String auth = "278d425bdf160c739803:4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba";

        assertThat(Signatures.verifyUser(APPLICATION, SOCKET, data, auth)).isTrue();
        assertThat(Signatures.verifyUser(APPLICATION, SOCKET, "{\"id\":\"12346\"}", auth))
                .isFalse();
        assertThat(Signatures.verifyUser(APPLICATION, new SocketId(1234, 1235), data, auth))
                .isFalse();
    }

    @Test
    void aSignatureIsNotThatOfATextWithALoneSurrogateInIt() {
        String right = Signatures.signUser(APPLICATION, SOCKET.toString(), "{\"id\":\"?\"}");
        assertThat(Signatures.verifyUser(APPLICATION, SOCKET, "{\"id\":\"?\"}", right))
                .isTrue();
        assertThat(Signatures.verifyUser(APPLICATION, SOCKET, "{\"id\":\"\ud800\"}", right))
                .isFalse();
        assertThat(Signatures.verifyUser(APPLICATION, SOCKET, "{\"id\":\"\udc00\"}", right))
                .isFalse();

        String emoji = Signatures.signUser(APPLICATION, SOCKET.toString(), "{\"id\":\"\ud83d\ude00\"}");
        assertThat(Signatures.verifyUser(APPLICATION, SOCKET, "{\"id\":\"\ud83d\ude00\"}", emoji))
                .isTrue();

        String member = "{\"user_id\":\"7\",\"user_info\":\"%s\"}";
        String auth = Signatures.signChannel(APPLICATION, SOCKET.toString(), "presence-room", member.formatted("?"));
        assertThat(Signatures.verifyChannel(APPLICATION, SOCKET, "presence-room", member.formatted("?"), auth))
                .isTrue();
        assertThat(Signatures.verifyChannel(APPLICATION, SOCKET, "presence-room", member.formatted("\ud800"), auth))
                .isFalse();
    }

    @Test
    void refusesEverythingElse() {
        String right = "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4";
        for (String auth : new String[] {
            "",
            ":",
            right,
            "278d425bdf160c739803",
            "278d425bdf160c739803:",
            "278d425bdf160c739804:" + right,
            "278d425bdf160c739803:" + right.toUpperCase(java.util.Locale.ROOT),
            "278d425bdf160c739803:" + right + "0",
            "278d425bdf160c739803::" + right,
            "278d425bdf160c739803:é" + right
        }) {
            assertThat(Signatures.verifyChannel(APPLICATION, SOCKET, "private-foobar", null, auth))
                    .as(auth)
                    .isFalse();
        }
    }

    @Test
    void hashesBodiesAsDocumented() {
        String body = "{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}";

        assertThat(isMd5(body, "ec365a775a4cd0599faeb73354201b6f")).isTrue();
        assertThat(isMd5(body, "EC365A775A4CD0599FAEB73354201B6F")).isTrue();
        for (String other : new String[] {
            "",
            "ec365a775a4cd0599faeb73354201b6",
            "ec365a775a4cd0599faeb73354201b6f0",
            "ec365a775a4cd0599faeb73354201b6e",
            "fc365a775a4cd0599faeb73354201b6f",
            "ec365a775a4cd0599faeb73354201b6\u0166"
        }) {
            assertThat(isMd5(body, other)).as(other).isFalse();
        }
    }

    private static boolean isMd5(String body, String hex) {
        return Signatures.isMd5(body.getBytes(UTF_8), "body_md5=" + hex + "&", 9, 9 + hex.length());
    }

    @Test
    void signsAsTheRuntimeDoesWithAnySecretsInTurn() throws GeneralSecurityException {
        Random random = new Random(3);
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            // Shorter and longer than a block of the hash, and more than are kept.
            secrets.add("é".repeat(i % 3) + "s".repeat(i * 3) + i);
        }
        for (int round = 0; round < 5_000; round++) {
            String secret = secrets.get(random.nextInt(secrets.size()));
            String text = "a".repeat(random.nextInt(80)) + (random.nextBoolean() ? "ü😀" : "z");
            String expected = reference(secret, text);

            assertThat(Signatures.sign(secret, text)).isEqualTo(expected);
            assertThat(SignedText.begin().add(text).isSigned(secret, "x" + expected, 1, 65))
                    .isTrue();
            int changed = random.nextInt(64);
            String wrong = expected.substring(0, changed)
                    + (expected.charAt(changed) == 'a' ? 'b' : 'a')
                    + expected.substring(changed + 1);
            assertThat(SignedText.begin().add(text).isSigned(secret, wrong, 0, 64))
                    .isFalse();
        }
    }

    @Test
    void signsTextsThatOutgrowTheBuffer() throws GeneralSecurityException {
        for (int length : new int[] {1_022, 1_023, 1_024, 1_025, 16_384, 16_385, 100_000, 3}) {
            String text = "x".repeat(length);
            SignedText put =
                    SignedText.begin().add(text, 0, length - 2).add('x').add("éx", 1, 2);
            assertThat(put.sign("secret")).isEqualTo(reference("secret", text));

            assertThat(SignedText.begin().add("x").addAscii(text, 1, length).sign("secret"))
                    .isEqualTo(reference("secret", text));
        }
    }

    private static String reference(String secret, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    }

    @Test
    void tellsNothingOfWhatIsSigned() {
        assertThat(SignedText.begin().add("hunter2")).hasToString("SignedText[7 bytes]");
    }
}

package dev.reverb.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.channel.SocketId;
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

        assertThat(Signatures.md5(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("ec365a775a4cd0599faeb73354201b6f");
    }
}

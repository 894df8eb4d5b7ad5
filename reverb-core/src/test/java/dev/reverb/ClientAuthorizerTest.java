package dev.reverb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reverb.application.Application;
import dev.reverb.channel.Member;
import dev.reverb.internal.auth.Signatures;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pusher's documentation calls "Authorizing users". */
class ClientAuthorizerTest {

    /** The application, the connection and the signature of Pusher's own documentation. */
    private static final Application APPLICATION =
            Application.of("app", "278d425bdf160c739803", "7ad3773142a6692b25b8");

    private static final ClientAuthorizer AUTHORIZER = ClientAuthorizer.of(APPLICATION);

    @Test
    void signsPrivateChannelsAsPusherDoes() {
        assertThat(AUTHORIZER.authorizeChannel("1234.1234", "private-foobar"))
                .isEqualTo("{\"auth\":\"278d425bdf160c739803:"
                        + "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4\"}");
    }

    @Test
    void signsPresenceChannelsWithTheMember() {
        Member member = new Member("u\"1", Optional.of("{\"name\": \"Ann\\n\"}"));
        String channelData = "{\"user_id\":\"u\\\"1\",\"user_info\":{\"name\": \"Ann\\n\"}}";
        String auth = Signatures.signChannel(APPLICATION, "1.2", "presence-room", channelData);

        assertThat(AUTHORIZER.authorizeChannel("1.2", "presence-room", member))
                .isEqualTo("{\"auth\":\"" + auth + "\",\"channel_data\":\"{\\\"user_id\\\":\\\"u\\\\\\\"1\\\","
                        + "\\\"user_info\\\":{\\\"name\\\": \\\"Ann\\\\n\\\"}}\"}");
    }

    @Test
    void aMemberNeedsNoInfo() {
        assertThat(AUTHORIZER.authorizeChannel("1.2", "presence-room", new Member("7", Optional.empty())))
                .endsWith(",\"channel_data\":\"{\\\"user_id\\\":\\\"7\\\"}\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2:private-other", "1.2\n", "a.b", "1.2.3", "-1.2", "123456789012345678901.2"})
    void signsNothingThatIsNotASocketId(String socketId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AUTHORIZER.authorizeChannel(socketId, "private-x"))
                .withMessage("Not a socket id");
    }

    @Test
    void signsForServersWhoseSocketIdsAreLarger() {
        String largest = "98765432109876543210.98765432109876543210";
        assertThat(AUTHORIZER.authorizeChannel(largest, "private-x"))
                .isEqualTo("{\"auth\":\"" + Signatures.signChannel(APPLICATION, largest, "private-x", null) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "presence-x", "#server-to-user-7", "private-a b", "private-a:b", ""})
    void signsPrivateChannelsOnly(String channel) {
        assertThatIllegalArgumentException().isThrownBy(() -> AUTHORIZER.authorizeChannel("1.2", channel));
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "private-x", ""})
    void signsMembersForPresenceChannelsOnly(String channel) {
        Member member = new Member("1", Optional.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> AUTHORIZER.authorizeChannel("1.2", channel, member));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "1,2", "}", "1],[2"})
    void aMembersInfoIsOneJsonValue(String info) {
        Member member = new Member("1", Optional.of(info));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AUTHORIZER.authorizeChannel("1.2", "presence-x", member))
                .withMessageStartingWith("A user_info is ");
    }

    @Test
    void userIdsHaveALimit() {
        Optional<String> noInfo = Optional.empty();
        assertThat(AUTHORIZER.authorizeChannel("1.2", "presence-x", new Member("u".repeat(128), noInfo)))
                .contains("u".repeat(128));
        for (String id : new String[] {"", "u".repeat(129)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AUTHORIZER.authorizeChannel("1.2", "presence-x", new Member(id, noInfo)))
                    .withMessage("A user id has 1 to 128 characters, not " + id.length());
        }
    }

    @Test
    void signsUsersAsPusherDoes() {
        assertThat(AUTHORIZER.authenticateUser("1234.1234", User.of("12345")))
                .isEqualTo("{\"auth\":\"278d425bdf160c739803:"
                        + "4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba\","
                        + "\"user_data\":\"{\\\"id\\\":\\\"12345\\\"}\"}");
    }

    /** The same by Pusher's SDK for Node. */
    @Test
    void signsAllThatIsToldOfAUser() {
        User user = User.of("u\"1").withInfo("{\"name\":\"Ann\\n\"}").watching("9", "ü");
        assertThat(AUTHORIZER.authenticateUser("1.2", user))
                .startsWith("{\"auth\":\"278d425bdf160c739803:"
                        + "896829b63edcbd92a385e08e1b38df886e4db20da6d4c34fdbcf4ba2953ba66b\",")
                .endsWith(",\"user_data\":\"{\\\"id\\\":\\\"u\\\\\\\"1\\\","
                        + "\\\"user_info\\\":{\\\"name\\\":\\\"Ann\\\\n\\\"},"
                        + "\\\"watchlist\\\":[\\\"9\\\",\\\"ü\\\"]}\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2::user::{}", "a.b"})
    void signsNoUserForWhatIsNotASocketId(String socketId) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AUTHORIZER.authenticateUser(socketId, User.of("7")))
                .withMessage("Not a socket id");
    }

    @Test
    void givesTheKeyOfAnEncryptedChannelToWhoeverMayReadIt() {
        EncryptionMasterKey key = EncryptionMasterKey.ofBase64("zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=");
        ClientAuthorizer encrypting = AUTHORIZER.withEncryptionKey(key);
        assertThat(encrypting.authorizeChannel("1234.1234", "private-encrypted-foobar"))
                .isEqualTo("{\"auth\":\"278d425bdf160c739803:"
                        + "e6a18892d037c5d5e76a2265df4f086ffc38631605530dfd214aa5bff495f533\","
                        + "\"shared_secret\":\"AWykI0LdIogmHc8RemnT6ERNSn3VSQeaf8imb9u8U/I=\"}");
        assertThat(encrypting.authorizeChannel("1.2", "private-foobar")).doesNotContain("shared_secret");
        assertThat(encrypting.authorizeChannel("1.2", "private-encrypted-cache-foobar"))
                .contains("shared_secret");
    }

    @Test
    void encryptedChannelsNeedAKey() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AUTHORIZER.authorizeChannel("1.2", "private-encrypted-foobar"))
                .withMessageStartingWith("Encrypted channels need a key");
    }

    @Test
    void whoeverHasSignedInNeedsNoMember() {
        String auth = Signatures.signChannel(APPLICATION, "1.2", "presence-room", null);
        assertThat(AUTHORIZER.authorizeSignedIn("1.2", "presence-room")).isEqualTo("{\"auth\":\"" + auth + "\"}");
        for (String channel : new String[] {"room", "private-room", "private-encrypted-room", "#server-to-user-7"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> AUTHORIZER.authorizeSignedIn("1.2", channel));
        }
    }
}

package dev.reverb.broadcasting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.pusher.rest.crypto.CryptoUtil;
import com.pusher.rest.data.EncryptedMessage;
import dev.reverb.EncryptionMasterKey;
import dev.reverb.broadcasting.spi.BroadcastMessage;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncryptionTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final RecordingConnection connection = new RecordingConnection();
    private final Broadcaster broadcaster = Broadcaster.builder()
            .connection("main", connection)
            .encryptionKey(EncryptionMasterKey.ofBase64(KEY))
            .build();

    /** The vector of NaCl's own tests (secretbox), which tweetnacl is held to as well. */
    @Test
    void sealsAsNaClDoes() {
        HexFormat hex = HexFormat.of();
        byte[] key = hex.parseHex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
        byte[] nonce = hex.parseHex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
        byte[] plain = hex.parseHex("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
                + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
                + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
                + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
                + "5e0705");

        assertThat(hex.formatHex(SecretBox.seal(plain, nonce, key)))
                .isEqualTo("f3ffc7703f9400e52a7dfb4b3d3305d9"
                        + "8e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a"
                        + "c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738"
                        + "b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da"
                        + "99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74"
                        + "e355a5");
    }

    @Test
    void isReadByPushersOwnSdk() {
        CryptoUtil sdk = new CryptoUtil(KEY);
        for (int length : new int[] {0, 1, 31, 32, 63, 64, 65, 10_000}) {
            connection.messages.clear();
            broadcaster
                    .onEncryptedPrivate("orders.1")
                    .with(Map.of("text", "é".repeat(length)))
                    .sendNow();

            BroadcastMessage message = connection.only();
            assertThat(message.channels()).containsExactly("private-encrypted-orders.1");
            EncryptedMessage encrypted = new Gson().fromJson(message.data(), EncryptedMessage.class);
            assertThat(sdk.decrypt("private-encrypted-orders.1", encrypted))
                    .isEqualTo("{\"text\":\"" + "é".repeat(length) + "\"}");
        }
    }

    @Test
    void hasTheFieldsThatPushersSdkHasAndNoOthers() {
        EncryptedMessage sdks = new CryptoUtil(KEY).encrypt("private-encrypted-a", "{}".getBytes(UTF_8));
        broadcaster.onEncryptedPrivate("a").sendNow();

        assertThat(fields(connection.only().data())).containsExactlyElementsOf(fields(new Gson().toJson(sdks)));
    }

    private Collection<String> fields(String json) {
        return broadcaster.objectMapper().readTree(json).propertyNames();
    }

    @Test
    void neverUsesANonceTwice() {
        IntStream.range(0, 100).forEach(i -> broadcaster.onEncryptedPrivate("a").sendNow());

        assertThat(connection.messages).extracting(BroadcastMessage::data).doesNotHaveDuplicates();
    }

    @Test
    void sendsToEachEncryptedChannelAlone() {
        broadcaster
                .on("a", "private-encrypted-b")
                .onEncryptedPrivate("c")
                .onPrivate("d")
                .sendNow();

        assertThat(connection.messages)
                .extracting(BroadcastMessage::channels)
                .containsExactlyInAnyOrder(
                        List.of("a", "private-d"), List.of("private-encrypted-b"), List.of("private-encrypted-c"));
        assertThat(connection.messages).extracting(BroadcastMessage::data).doesNotHaveDuplicates();
    }
}

package dev.reverb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.channel.ChannelName;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptionMasterKeyTest {

    /** The key, the channel and the result that the tests of Pusher's SDK for Node have. */
    private static final String KEY = "zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU=";

    private static final ChannelName CHANNEL = ChannelName.of("private-encrypted-bla");

    @Test
    void derivesTheKeyOfAChannelAsPusherDoes() {
        assertThat(EncryptionMasterKey.ofBase64(KEY).sharedSecret(CHANNEL))
                .asBase64Encoded()
                .isEqualTo("nlr49ISQHz91yS3cy/yWmW8wFMNeTnNL5tNHnbPJcLQ=");
    }

    @Test
    void everyChannelHasAKeyOfItsOwn() {
        EncryptionMasterKey key = EncryptionMasterKey.ofBase64(KEY);
        assertThat(key.sharedSecret(ChannelName.of("private-encrypted-cache-bla")))
                .isNotEqualTo(key.sharedSecret(CHANNEL));
        assertThat(key.sharedSecret(CHANNEL))
                .isEqualTo(key.sharedSecret(CHANNEL))
                .isNotSameAs(key.sharedSecret(CHANNEL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "private-orders", "presence-encrypted-orders", "cache-orders"})
    void otherChannelsHaveNone(String channel) {
        EncryptionMasterKey key = EncryptionMasterKey.ofBase64(KEY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.sharedSecret(ChannelName.of(channel)))
                .withMessage("Not an encrypted channel: \"" + channel + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void hasA32ByteLength(int length) {
        String base64 = Base64.getEncoder().encodeToString(new byte[length]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionMasterKey.ofBase64(base64))
                .withMessage("The encryption master key has 32 bytes, not " + length);
    }

    @Test
    void tellsNothingOfAKeyThatItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionMasterKey.ofBase64(KEY + "\n"))
                .withMessage("The encryption master key is not base64")
                .withNoCause();
    }

    @Test
    void neverTellsWhatItIs() {
        assertThat(EncryptionMasterKey.ofBase64(KEY)).hasToString("EncryptionMasterKey[32 bytes]");
    }
}

package dev.reverb.broadcasting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChannelTest {

    @Test
    void putsItsPrefixBeforeTheName() {
        assertThat(new Channel("orders")).hasToString("orders");
        assertThat(new PrivateChannel("orders.1")).hasToString("private-orders.1");
        assertThat(new PrivateChannel("cache-orders")).hasToString("private-cache-orders");
        assertThat(new PresenceChannel("room")).hasToString("presence-room");
        assertThat(new EncryptedPrivateChannel("a")).hasToString("private-encrypted-a");
    }

    @Test
    void isEqualByItsNameOnTheWire() {
        assertThat(new Channel("private-orders.1"))
                .isEqualTo(new PrivateChannel("orders.1"))
                .hasSameHashCodeAs(new PrivateChannel("orders.1"))
                .isNotEqualTo(new Channel("orders.1"));
    }

    @Test
    void isEncryptedWhereItsNameSaysSo() {
        assertThat(new Channel("private-encrypted-a").isEncrypted()).isTrue();
        assertThat(new PrivateChannel("encrypted-a").isEncrypted()).isTrue();
        assertThat(new PrivateChannel("a").isEncrypted()).isFalse();
    }

    @Test
    void takesNoNameThatServersRefuse() {
        new PrivateChannel("x".repeat(164 - 8));
        assertThatThrownBy(() -> new PrivateChannel("x".repeat(165 - 8))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Channel("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Channel("")).isInstanceOf(IllegalArgumentException.class);
    }
}

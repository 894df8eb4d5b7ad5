package dev.reverb.scaling.redis.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextAndIdTest {

    @Test
    void anyTextComesBackAsItWas() {
        for (String text :
                new String[] {"", "a", "\0", "żółć", "🦊", "\ud800", "\udc00", "\udc00\ud800", "a\ud800b\udfff"}) {
            assertThat(Wtf8.decode(Wtf8.encode(text))).isEqualTo(text);
        }
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(8); j >= 0; j--) {
                text.append((char) (random.nextBoolean() ? 0xD7F0 + random.nextInt(0x820) : random.nextInt(0x10000)));
            }
            assertThat(Wtf8.decode(Wtf8.encode(text.toString()))).isEqualTo(text.toString());
        }
    }

    @Test
    void whatIsUtf8IsUtf8() {
        assertThat(Wtf8.encode("a🦊ż")).isEqualTo("a🦊ż".getBytes(StandardCharsets.UTF_8));
        assertThat(Wtf8.encode("\ud800")).isEqualTo(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
        assertThat(Wtf8.decode(new byte[] {'x', (byte) 0xFF, (byte) 0xED})).isEqualTo("x\ufffd\ufffd");
    }

    @Test
    void aNodeIdIsShortAndPlain() {
        assertThat(new NodeId("a".repeat(64)).value()).hasSize(64);
        assertThat(new NodeId("aZ09-_")).hasToString("aZ09-_");
        for (String bad : new String[] {"", "a".repeat(65), "a:b", "{", "ż", "a b", "\0"}) {
            assertThatThrownBy(() -> new NodeId(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(NodeId.random()).isNotEqualTo(NodeId.random());
        assertThat(NodeId.random().value()).matches("[a-z2-7]{16}");
    }
}

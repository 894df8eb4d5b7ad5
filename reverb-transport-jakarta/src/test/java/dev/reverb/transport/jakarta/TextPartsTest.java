package dev.reverb.transport.jakarta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextPartsTest {

    private final TextParts parts = new TextParts();

    private String take() {
        int length = parts.length();
        return new String(parts.take(), 0, length, UTF_8);
    }

    private boolean add(String part, int limit) {
        return parts.add(part.getBytes(UTF_8), limit);
    }

    @Test
    void putsPartsTogether() {
        for (String part : "a bc def  ghij klmnopqrstuvwxyz 0".split(" ")) {
            assertThat(add(part, 40)).isTrue();
        }
        assertThat(take()).isEqualTo("abcdefghijklmnopqrstuvwxyz0");
        assertThat(take()).isEmpty();
    }

    @Test
    void countsBytesUpToTheLimit() {
        assertThat(add("€", 3)).isTrue();
        assertThat(add("", 3)).isTrue();
        assertThat(take()).isEqualTo("€");
        assertThat(add("€", 5)).isTrue();
        assertThat(add("€", 5)).isFalse();
        assertThat(parts.length()).isZero();
    }
}

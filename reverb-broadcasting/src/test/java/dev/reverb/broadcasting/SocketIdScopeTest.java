package dev.reverb.broadcasting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // Scopes are there to be closed only.
class SocketIdScopeTest {

    @Test
    void isOfItsThreadUntilItIsClosed() {
        assertThat(SocketIdScope.current()).isEmpty();
        try (SocketIdScope scope = SocketIdScope.open("1234.5678")) {
            assertThat(SocketIdScope.current()).contains("1234.5678");
            assertThat(CompletableFuture.supplyAsync(SocketIdScope::current).join())
                    .isEmpty();
        }
        assertThat(SocketIdScope.current()).isEmpty();
    }

    @Test
    void liesWithinAnother() {
        try (SocketIdScope outer = SocketIdScope.open("1.1")) {
            try (SocketIdScope inner = SocketIdScope.open("2.2")) {
                assertThat(SocketIdScope.current()).contains("2.2");
            }
            try (SocketIdScope none = SocketIdScope.open(null)) {
                assertThat(SocketIdScope.current()).isEmpty();
            }
            assertThat(SocketIdScope.current()).contains("1.1");
        }
    }

    @Test
    void isClosedOnce() {
        SocketIdScope outer = SocketIdScope.open("1.1");
        SocketIdScope inner = SocketIdScope.open("2.2");
        inner.close();
        inner.close();
        assertThat(SocketIdScope.current()).contains("1.1");
        outer.close();
        assertThat(SocketIdScope.current()).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1", "1.", ".1", "a.b", "1.2.3", "-1.2", "1.2 ", "undefined", "٣.٣"})
    void takesNothingElseForASocketId(String header) {
        try (SocketIdScope scope = SocketIdScope.open(header)) {
            assertThat(SocketIdScope.current()).isEmpty();
        }
    }

    @Test
    void takesSocketIdsOfALength() {
        String longest = "1." + "2".repeat(62);
        try (SocketIdScope scope = SocketIdScope.open(longest)) {
            assertThat(SocketIdScope.current()).contains(longest);
        }
        try (SocketIdScope scope = SocketIdScope.open(longest + "2")) {
            assertThat(SocketIdScope.current()).isEmpty();
        }
    }
}

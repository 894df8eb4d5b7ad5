package dev.reverb.spi.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponseTest {

    @Test
    void headersKeepTheirOrder() {
        assertThat(HttpResponse.json(200, "{}").withHeader("Vary", "Origin").headers())
                .containsExactly(Map.entry("Content-Type", "application/json"), Map.entry("Vary", "Origin"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\r\nSet-Cookie: b", "/a\nb", "/a\rb", "/a\u0000"})
    void aHeaderThatCouldBecomeTwoIsNone(String text) {
        HttpResponse answer = HttpResponse.empty(302);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer.withHeader("Location", text))
                .withMessageNotContaining("/a");
        assertThatIllegalArgumentException().isThrownBy(() -> answer.withHeader(text, "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> HttpResponse.of(200, text, new byte[0]));
    }
}

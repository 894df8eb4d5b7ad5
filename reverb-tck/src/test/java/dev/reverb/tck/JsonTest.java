package dev.reverb.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void sameIsByMeaning() {
        assertThat(Json.same("{\"a\":1,\"b\":[true,null]}", " {\"b\": [true, null], \"a\": 1.0} "))
                .isTrue();
        assertThat(Json.same("{\"a\":1}", "{\"a\":\"1\"}")).isFalse();
        assertThat(Json.same("[1,2]", "[2,1]")).isFalse();
        assertThat(Json.same("null", " null")).isTrue();
        assertThat(Json.same("null", "0")).isFalse();
    }

    @Test
    void textThatIsNoJsonIsComparedAsText() {
        assertThat(Json.same("hello", "hello")).isTrue();
        assertThat(Json.same("hello", "hello ")).isFalse();
        assertThat(Json.same("", "{}")).isFalse();
    }

    @Test
    void whatIsNotOneValueIsRefused() {
        for (String text : List.of("", "{", "1 2", "{\"a\"}", "nul")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> Json.parse(text));
        }
    }

    @Test
    void whatWasReadIsWrittenAgain() {
        for (String text :
                List.of("{\"a\":{\"b\":[1,\"x\\n\\\"\",-0.5,100,true,null]},\"c\":[]}", "{}", "\"€\"", "1E+400")) {
            assertThat(Json.write(Json.parse(text))).isEqualTo(text);
        }
    }
}

package dev.reverb.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

    @Test
    void parametersAreSortedByName() {
        assertThat(QueryString.parse("b=2&a=1&C=3"))
                .containsExactly(Map.entry("C", "3"), Map.entry("a", "1"), Map.entry("b", "2"));
    }

    @Test
    void nothingHasNoParameters() {
        assertThat(QueryString.parse(null)).isEmpty();
        assertThat(QueryString.parse("")).isEmpty();
        assertThat(QueryString.parse("&&")).isEmpty();
    }

    @Test
    void aValueEndsAtTheNextAmpersand() {
        assertThat(QueryString.parse("a=1=2&b=&c&=d&a=3"))
                .containsExactly(Map.entry("", "d"), Map.entry("a", "3"), Map.entry("b", ""), Map.entry("c", ""));
    }

    @Test
    void namesAndValuesAreDecoded() {
        assertThat(QueryString.parse("%61+b=%26%3D%2b+%C3%bc")).containsExactly(Map.entry("a b", "&=+ ü"));
    }

    @ParameterizedTest
    @CsvSource({"a, a", "a+b, a+b", "a%20b, a b", "%E2%82%AC, €", "%F0%9F%98%80, 😀", "ü€😀%21, ü€😀!", "%2525, %25"})
    void pathsAreDecoded(String encoded, String decoded) {
        assertThat(QueryString.decode(encoded, false)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%4", "a%", "%zz", "%4g", "%-1", "%+1", "%１１", "%C3", "%ED%A0%80", "%C0%80", "%FF"})
    void whatIsNoEscapeOrNoUtf8IsRefused(String broken) {
        assertThat(QueryString.decode(broken, true)).isNull();
        assertThat(QueryString.parse("a=" + broken)).isNull();
        assertThat(QueryString.parse(broken + "=a")).isNull();
    }

    /** A character beyond the first plane came out as two question marks, so that no signature over it was right. */
    @Test
    void rawCharactersOfTwoUnitsStayWhole() {
        assertThat(QueryString.decode("😀+%41", true)).isEqualTo("😀 A");
    }
}

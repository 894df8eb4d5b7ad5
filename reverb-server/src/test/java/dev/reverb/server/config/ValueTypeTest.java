package dev.reverb.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.ClientEventPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    @Test
    void flags() throws ConfigurationException {
        for (String on : List.of("true", "TRUE", "1", "on", "yes")) {
            assertThat(ValueType.flag().read(scalar(on))).contains(true);
        }
        for (String off : List.of("false", "False", "0", "off", "no")) {
            assertThat(ValueType.flag().read(scalar(off))).contains(false);
        }
        assertThat(ValueType.flag().read(scalar("maybe"))).isEmpty();
        assertThat(ValueType.flag().read(list())).isEmpty();
    }

    @Test
    void wholeNumbersAtTheirEdges() throws ConfigurationException {
        ValueType<Integer> port = ValueType.whole("", 0, 65_535);
        assertThat(port.read(scalar("0"))).contains(0);
        assertThat(port.read(scalar("65535"))).contains(65_535);
        assertThat(port.read(scalar("-1"))).isEmpty();
        assertThat(port.read(scalar("65536"))).isEmpty();
        assertThat(port.allowed()).isEqualTo("a whole number from 0 to 65535");
    }

    @Test
    void wholeNumbersOfManyDigits() throws ConfigurationException {
        ValueType<Long> bytes = ValueType.bytes();
        assertThat(bytes.read(scalar("999999999999999999"))).contains(999_999_999_999_999_999L);
        assertThat(bytes.read(scalar("000000000000000001"))).contains(1L);
        assertThat(bytes.read(scalar("9223372036854775807"))).contains(Long.MAX_VALUE);
        assertThat(bytes.read(scalar("9223372036854775808"))).isEmpty();
        assertThat(bytes.read(scalar("٣"))).contains(3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10000", "10_000", " 10000 ", "1e4", "10000.0", "+10000"})
    void wholeNumbersAsOthersWriteThem(String text) throws ConfigurationException {
        assertThat(ValueType.whole("", 1, UNLIMITED).read(scalar(text))).contains(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.5",
                "ten",
                "_1",
                "1_",
                "1__0",
                "0x10",
                "1e999999999",
                "1e-999999999",
                "99999999999999999999",
                "NaN",
                "10000000000000000000000000000000000000000000"
            })
    void whatIsNoWholeNumber(String text) throws ConfigurationException {
        assertThat(ValueType.whole("", 1, UNLIMITED).read(scalar(text))).isEmpty();
    }

    @Test
    void limitsCanBeOff() throws ConfigurationException {
        ValueType<Integer> limit = ValueType.limit(UNLIMITED);
        assertThat(limit.read(scalar("0"))).contains(UNLIMITED);
        assertThat(limit.read(scalar("1"))).contains(1);
        assertThat(limit.read(scalar("2147483646"))).contains(UNLIMITED - 1);
        assertThat(limit.read(scalar("2147483647"))).isEmpty();
        assertThat(limit.read(scalar("-1"))).isEmpty();
    }

    @Test
    void secondsAndBytes() throws ConfigurationException {
        assertThat(ValueType.seconds(1).read(scalar("1"))).contains(Duration.ofSeconds(1));
        assertThat(ValueType.seconds(1).read(scalar("0"))).isEmpty();
        assertThat(ValueType.seconds(0).read(scalar("0"))).contains(Duration.ZERO);
        assertThat(ValueType.seconds(1).read(scalar("2147483648"))).isEmpty();
        assertThat(ValueType.milliseconds().read(scalar("0"))).contains(Duration.ZERO);
        assertThat(ValueType.milliseconds().read(scalar("2147483647"))).contains(Duration.ofMillis(2_147_483_647));
        assertThat(ValueType.milliseconds().read(scalar("2147483648"))).isEmpty();
        assertThat(ValueType.milliseconds().read(scalar("-1"))).isEmpty();
        assertThat(ValueType.bytes().read(scalar("8589934592"))).contains(8_589_934_592L);
        assertThat(ValueType.bytes().read(scalar("0"))).isEmpty();
    }

    @Test
    void enums() throws ConfigurationException {
        ValueType<ClientEventPolicy> policy = ValueType.oneOf(ClientEventPolicy.values());
        assertThat(policy.read(scalar("Members"))).contains(ClientEventPolicy.MEMBERS);
        assertThat(policy.read(scalar("everyone"))).isEmpty();
        assertThat(policy.allowed()).isEqualTo("all, members or none");
    }

    @Test
    void wordsFromAListOrCommas() throws ConfigurationException {
        ValueType<List<String>> words = ValueType.words("hosts");
        assertThat(words.read(scalar("a.com, *.b.com"))).contains(List.of("a.com", "*.b.com"));
        assertThat(words.read(list("a.com", "*"))).contains(List.of("a.com", "*"));
        assertThat(words.read(list())).isEmpty();
        assertThat(words.read(scalar("a,,b"))).isEmpty();
        assertThat(words.read(list((String) null))).isEmpty();
        assertThat(words.read(value(new Node.Mapping(List.of(), 1)))).isEmpty();
    }

    @Test
    void paths() throws ConfigurationException {
        assertThat(ValueType.path().read(scalar("ws"))).contains("/ws");
        assertThat(ValueType.path().read(scalar("/ws/v1/"))).contains("/ws/v1");
        assertThat(ValueType.path().read(scalar("/"))).contains("");
        for (String wrong : List.of("/a//b", "/a?b", "/a b", "/%20", "/a#b", "/ä")) {
            assertThat(ValueType.path().read(scalar(wrong))).as(wrong).isEmpty();
        }
    }

    private static Value scalar(String text) {
        return value(new Node.Scalar(text, 1));
    }

    private static Value list(@Nullable String... texts) {
        return value(new Node.Sequence(
                Arrays.stream(texts).<Node>map(text -> new Node.Scalar(text, 1)).toList(), 1));
    }

    private static Value value(Node node) {
        return new Value(node, Place.of("setting"));
    }
}

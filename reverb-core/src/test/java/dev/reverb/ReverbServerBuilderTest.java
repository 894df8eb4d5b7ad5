package dev.reverb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reverb.ReverbServer.Builder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own settings of PROTOCOL 8: their defaults, and what they refuse. */
class ReverbServerBuilderTest {

    @Test
    void theDefaultsAreThoseOfTheProtocol() {
        assertThat(Builder.DEFAULT_MAX_REQUEST_SIZE).isEqualTo(262_144);
        assertThat(Builder.DEFAULT_REQUEST_TIMEOUT).isEqualTo(Duration.ofSeconds(10));
        assertThat(Builder.DEFAULT_DRAIN_DELAY).isEqualTo(Duration.ZERO);
        assertThat(Builder.DEFAULT_DRAIN_TIMEOUT).isEqualTo(Duration.ofSeconds(15));
        assertThat(Publication.MAX_CHANNELS).isEqualTo(100);
        assertThat(Publication.MAX_BATCH_SIZE).isEqualTo(10);
        assertThat(Publication.MAX_EVENT_NAME_LENGTH).isEqualTo(200);
    }

    private static Arguments limit(String message, Consumer<Builder> tooSmall, Consumer<Builder> smallest) {
        return Arguments.of(message, tooSmall, smallest);
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                limit("max_request_size must be at least 1, not 0", b -> b.maxRequestSize(0), b -> b.maxRequestSize(1)),
                limit(
                        "request_timeout must be at least 1, not 0",
                        b -> b.requestTimeout(Duration.ofMillis(999)),
                        b -> b.requestTimeout(Duration.ofSeconds(1))),
                limit(
                        "drain_delay must be at least 0, not -1",
                        b -> b.drainDelay(Duration.ofNanos(-1)),
                        b -> b.drainDelay(Duration.ZERO)),
                limit(
                        "drain_timeout must be at least 0, not -1",
                        b -> b.drainTimeout(Duration.ofNanos(-1)),
                        b -> b.drainTimeout(Duration.ZERO)),
                limit(
                        "max_connections_per_address must be at least 1, not 0",
                        b -> b.maxConnectionsPerAddress(0),
                        b -> b.maxConnectionsPerAddress(1)),
                limit(
                        "max_outbound_total must be at least 1, not 0",
                        b -> b.maxOutboundTotal(0),
                        b -> b.maxOutboundTotal(1)),
                limit(
                        "max_pending_events must be at least 1000, not 999",
                        b -> b.maxPendingEvents(999),
                        b -> b.maxPendingEvents(1_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void aLimitHasASmallestValue(String message, Consumer<Builder> tooSmall, Consumer<Builder> smallest) {
        assertThatCode(() -> smallest.accept(ReverbServer.builder())).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tooSmall.accept(ReverbServer.builder()))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/ws", "/a/b"})
    void aPathIsAPrefix(String path) {
        assertThatCode(() -> ReverbServer.builder().path(path)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "ws", "/ws/", "ws/", "/ws?x", " "})
    void anyOtherPathIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReverbServer.builder().path(path))
                .withMessage("path must be empty, or begin with a slash and end with none, not \"" + path + "\"");
    }
}

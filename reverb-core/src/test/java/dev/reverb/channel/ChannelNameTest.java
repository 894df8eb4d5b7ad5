package dev.reverb.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {

    private static final String ALLOWED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-=@,.;";

    @ParameterizedTest
    @CsvSource({
        "orders,                    PUBLIC,    false",
        "private,                   PUBLIC,    false",
        "Private-orders,            PUBLIC,    false",
        "xprivate-orders,           PUBLIC,    false",
        "presence,                  PUBLIC,    false",
        "encrypted-orders,          PUBLIC,    false",
        "cache,                     PUBLIC,    false",
        "Cache-orders,              PUBLIC,    false",
        "orders-cache-,             PUBLIC,    false",
        "cache-,                    PUBLIC,    true",
        "cache-orders,              PUBLIC,    true",
        "cache-private-orders,      PUBLIC,    true",
        "private-,                  PRIVATE,   false",
        "private-orders,            PRIVATE,   false",
        "private-encrypted,         PRIVATE,   false",
        "private-cache,             PRIVATE,   false",
        "private-Encrypted-a,       PRIVATE,   false",
        "private-presence-a,        PRIVATE,   false",
        "private-cache-orders,      PRIVATE,   true",
        "private-cache-encrypted-a, PRIVATE,   true",
        "private-encrypted-,        ENCRYPTED, false",
        "private-encrypted-orders,  ENCRYPTED, false",
        "private-encrypted-cache,   ENCRYPTED, false",
        "private-encrypted-cache-a, ENCRYPTED, true",
        "presence-,                 PRESENCE,  false",
        "presence-room.1,           PRESENCE,  false",
        "presence-encrypted-a,      PRESENCE,  false",
        "presence-cache,            PRESENCE,  false",
        "presence-cache-room,       PRESENCE,  true",
    })
    void thePrefixDecidesTheType(String name, ChannelType type, boolean cache) {
        ChannelName channel = ChannelName.of(name);
        assertThat(channel.type()).isEqualTo(type);
        assertThat(channel.isCache()).isEqualTo(cache);
        assertThat(channel.isPresence()).isEqualTo(type == ChannelType.PRESENCE);
        assertThat(channel).hasToString(name);
    }

    @Test
    void allButPublicChannelsAndUsersOwnTakeASignature() {
        assertThat(ChannelType.values())
                .filteredOn(ChannelType::requiresAuthorization)
                .containsExactly(ChannelType.PRIVATE, ChannelType.ENCRYPTED, ChannelType.PRESENCE);
    }

    @Test
    void aNameHasTheseCharactersOnly() {
        IntStream.range(0, 0x200).forEach(c -> {
            boolean allowed = ALLOWED.indexOf(c) >= 0;
            String character = Character.toString(c);
            assertThat(ChannelName.parse(character).isPresent())
                    .as("U+%04X alone", c)
                    .isEqualTo(allowed);
            assertThat(ChannelName.parse("private-a" + character + "b").isPresent())
                    .as("U+%04X within", c)
                    .isEqualTo(allowed);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\n",
                "ördérs",
                "日本",
                "\uD83D\uDE00",
                "\uD800",
                "#",
                "#orders",
                "#server-to-user"
            })
    void anythingElseIsNone(String name) {
        assertThat(ChannelName.parse(name)).isEmpty();
    }

    @Test
    void aNameHas1To164Characters() {
        assertThat(ChannelName.parse("a")).isPresent();
        assertThat(ChannelName.parse("a".repeat(164))).isPresent();
        assertThat(ChannelName.parse("a".repeat(165))).isEmpty();
        assertThat(ChannelName.parse("presence-" + "a".repeat(155))).isPresent();
        assertThat(ChannelName.parse("presence-" + "a".repeat(156))).isEmpty();
    }

    @Test
    void aUsersOwnChannelIsNamedByAnyId() {
        ChannelName channel = ChannelName.of("#server-to-user-Zoë #7");
        assertThat(channel.type()).isEqualTo(ChannelType.SERVER_TO_USER);
        assertThat(channel.isCache()).isFalse();
        assertThat(channel.userId()).hasValue("Zoë #7");
        assertThat(ChannelName.ofUser("Zoë #7")).isEqualTo(channel);
        assertThat(ChannelName.of("server-to-user-7").userId()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> ChannelName.ofUser(""));
        assertThat(ChannelName.parse("#server-to-user-")).isEmpty();
        assertThat(ChannelName.parse("#server-to-user-" + "7".repeat(148))).isPresent();
        assertThat(ChannelName.parse("#server-to-user-" + "7".repeat(149))).isEmpty();
    }

    @Test
    void namesAreEqualByTheirText() {
        assertThat(ChannelName.of("orders"))
                .isEqualTo(ChannelName.of("orders"))
                .hasSameHashCodeAs(ChannelName.of("orders"))
                .isNotEqualTo(ChannelName.of("Orders"));
    }

    @Test
    void whoSaysThatItIsANameMustBeRight() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelName.of("or ders"))
                .withMessageContaining("\"or ders\"")
                .withMessageContaining("1 to 164 of A-Za-z0-9_-=@,.;");
    }
}

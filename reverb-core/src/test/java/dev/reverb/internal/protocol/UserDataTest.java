package dev.reverb.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"7\"} | 7",
                "{\"id\":7} | 7",
                "{\"id\":0} | 0",
                "{\"id\":-7.50e3} | -7.50e3",
                "{\"id\":\"\\u00e9 \\\"\"} | é \"",
                "{\"id\":\"6\",\"id\":\"7\"} | 7",
                "{\"user_id\":\"8\",\"id\":\"7\",\"x\":[{}]} | 7"
            })
    void anIdIsAStringOrTheTextOfANumber(String text, String id) {
        UserData data = UserData.read(text);
        assertThat(data).isNotNull();
        assertThat(data.member().userId()).isEqualTo(id);
        assertThat(data.text()).isEqualTo(text);
        assertThat(data.watchlist()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "\"7\"",
                "[]",
                "{}",
                "{\"id\":\"7\"",
                "{\"id\":\"7\"}}",
                "{\"id\":null}",
                "{\"id\":true}",
                "{\"id\":\"\"}",
                "{\"id\":[\"7\"]}",
                "{\"id\":{}}",
                "{\"user_id\":\"7\"}"
            })
    void withoutAUsableIdItIsNone(String text) {
        assertThat(UserData.read(text)).isNull();
    }

    @Test
    void anIdHasAtMost128Characters() {
        assertThat(UserData.read("{\"id\":\"" + "7".repeat(128) + "\"}")).isNotNull();
        assertThat(UserData.read("{\"id\":\"" + "7".repeat(129) + "\"}")).isNull();
        assertThat(UserData.read("{\"id\":" + "7".repeat(128) + "}")).isNotNull();
        assertThat(UserData.read("{\"id\":" + "7".repeat(129) + "}")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {"{\"name\":\"Ada\"} | {\"name\":\"Ada\"}", "null | null", "\"x\" | \"x\"", "[1, 2] | [1, 2]"})
    void theInformationIsAnyJson(String info, String json) {
        UserData data = UserData.read("{\"id\":\"7\",\"user_info\":" + info + "}");
        assertThat(data.member().userInfo().json()).isEqualTo(json);
        assertThat(UserData.read("{\"id\":\"7\"}").member().userInfo()).isNull();
    }

    private static UserData watching(String watchlist) {
        return UserData.read("{\"watchlist\":" + watchlist + ",\"id\":\"7\"}");
    }

    @Test
    void theWatchlistHasEachUserOnceInTheOrderGiven() {
        assertThat(watching("[\"9\",8,\"é\",8,\"8\",\"9\",7]").watchlist())
                .extracting(Object::toString)
                .containsExactly("#server-to-user-9", "#server-to-user-8", "#server-to-user-é", "#server-to-user-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "\"8\"", "{\"0\":\"8\"}", "[]", "[null,true,{},[\"8\"],\"\"]"})
    void whatNamesNobodyIsNoWatchlist(String watchlist) {
        assertThat(watching(watchlist).watchlist()).isEmpty();
        assertThat(watching(watchlist).isWatchlistTooLong()).isFalse();
    }

    @Test
    void aHundredUsersMayBeWatched() {
        assertThat(watching(users(100)).watchlist()).hasSize(100);
        assertThat(watching(users(100)).isWatchlistTooLong()).isFalse();
        assertThat(watching(users(101)).watchlist()).isEmpty();
        assertThat(watching(users(101)).isWatchlistTooLong()).isTrue();
    }

    private static String users(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
    }
}

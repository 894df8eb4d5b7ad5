package dev.reverb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserTest {

    @Test
    void needsNothingButAnId() {
        assertThat(User.of("7")).isEqualTo(new User("7", Optional.empty(), List.of()));
    }

    @Test
    void isImmutable() {
        User user = User.of("7");
        assertThat(user.withInfo("{}").watching("8", "9"))
                .isEqualTo(new User("7", Optional.of("{}"), List.of("8", "9")));
        assertThat(user.watching("8").watching("9").watchlist()).containsExactly("9");
        assertThat(user).isEqualTo(User.of("7"));
    }

    @Test
    void idsHaveALimit() {
        String longest = "u".repeat(128);
        assertThat(User.of(longest).watching(longest).watchlist()).containsExactly(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> User.of(""))
                .withMessage("A user id has 1 to 128 characters, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> User.of("u".repeat(129)))
                .withMessage("A user id has 1 to 128 characters, not 129");
        assertThatIllegalArgumentException().isThrownBy(() -> User.of("7").watching("8", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> User.of("7").watching("u".repeat(129)));
    }

    @Test
    void watchesUpTo100OthersAndEachOnce() {
        List<String> hundred = IntStream.range(0, 100).mapToObj(String::valueOf).toList();
        assertThat(User.of("7").watching(hundred).watchlist()).isEqualTo(hundred);
        assertThat(User.of("7").watching("9", "8", "9").watchlist()).containsExactly("9", "8");

        List<String> tooMany =
                IntStream.rangeClosed(0, 100).mapToObj(String::valueOf).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> User.of("7").watching(tooMany))
                .withMessage("A watchlist names at most 100 users, not 101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"Ada\"}", " [1] ", "null", "\"x\"", "-1.5e3"})
    void itsInfoIsAnyOneJsonValue(String info) {
        assertThat(User.of("7").withInfo(info).info()).contains(info);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "1,2", "}", "1],[2", "name"})
    void itsInfoIsNothingElse(String info) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> User.of("7").withInfo(info))
                .withMessageStartingWith("A user_info is ");
    }
}

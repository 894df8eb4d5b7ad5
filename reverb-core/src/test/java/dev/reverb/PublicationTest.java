package dev.reverb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PublicationTest {

    @Test
    void anEventToAUserGoesToTheUsersChannel() {
        assertThat(Publication.toUser("Zoë #7", "hello", "{}"))
                .isEqualTo(Publication.of("#server-to-user-Zoë #7", "hello", "{}"));
    }

    @Test
    void aUserIdHas1To128Characters() {
        String longest = "7".repeat(128);
        assertThat(Publication.toUser(longest, "hello", "{}").channels()).containsExactly("#server-to-user-" + longest);
        assertThatIllegalArgumentException().isThrownBy(() -> Publication.toUser(longest + "7", "hello", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> Publication.toUser("", "hello", "{}"));
    }
}

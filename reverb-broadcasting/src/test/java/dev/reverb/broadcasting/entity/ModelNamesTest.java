package dev.reverb.broadcasting.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelNamesTest {

    private static final ModelNames NAMES = ModelNames.defaults();

    private record Order(UUID id) {}

    private static class Base {
        private final long number;

        Base(long number) {
            this.number = number;
        }

        @SuppressWarnings("unused") // read by its name
        private long getId() {
            return number;
        }
    }

    @Entity
    private static class User extends Base {
        User(long number) {
            super(number);
        }
    }

    /** As persistence providers make them. */
    private static final class UserProxy extends User {
        UserProxy(long number) {
            super(number);
        }
    }

    private static class ByField {
        @Id
        private final String slug = "tea";
    }

    private static class ByGetter {
        @EmbeddedId
        String slug() {
            return "coffee";
        }
    }

    private record Nameless(String text) {}

    private record Named(long id) implements BroadcastsEvents {
        @Override
        public String broadcastChannel() {
            return "named." + id;
        }
    }

    @Test
    void aNameIsTypeAndId() {
        UUID id = UUID.randomUUID();

        assertThat(NAMES.channelName(new Order(id))).isEqualTo("App.Models.Order." + id);
        assertThat(NAMES.channel(new Order(id)).name()).isEqualTo("private-App.Models.Order." + id);
    }

    @Test
    void aProxyHasTheNameOfItsEntity() {
        assertThat(NAMES.channelName(new UserProxy(7))).isEqualTo("App.Models.User.7");
    }

    @Test
    void findsAnAnnotatedId() {
        assertThat(NAMES.channelName(new ByField())).isEqualTo("App.Models.ByField.tea");
        assertThat(NAMES.channelName(new ByGetter())).isEqualTo("App.Models.ByGetter.coffee");
    }

    @Test
    void anEntityMayNameItsChannel() {
        assertThat(NAMES.channelName(new Named(7))).isEqualTo("named.7");
    }

    @Test
    void aPackageStandsForANamespace() {
        ModelNames names =
                ModelNames.builder().models("dev.reverb", "Shop\\Domain").build();

        assertThat(names.channelName(new User(7))).isEqualTo("Shop.Domain.Broadcasting.Entity.User.7");
        assertThat(ModelNames.builder()
                        .models("dev.reverb.broadcasting.entity", "Shop")
                        .build()
                        .channelName(new User(7)))
                .isEqualTo("Shop.User.7");
    }

    @Test
    void idsMayBeReadOtherwise() {
        ModelNames names = ModelNames.builder()
                .identifiers(model -> model instanceof Nameless nameless ? nameless.text() : null)
                .build();

        assertThat(names.channelName(new Nameless("x"))).isEqualTo("App.Models.Nameless.x");
        assertThatThrownBy(() -> names.channelName(new User(7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no id yet");
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoId() {
        assertThatThrownBy(() -> NAMES.channelName(new Nameless("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("getId(), id() or @Id");
    }

    @Test
    void refusesAnIdThatIsNoPartOfAName() {
        assertThatThrownBy(() -> NAMES.channel(new Spaced("a b"))).isInstanceOf(IllegalArgumentException.class);
    }

    private record Spaced(String id) {}
}

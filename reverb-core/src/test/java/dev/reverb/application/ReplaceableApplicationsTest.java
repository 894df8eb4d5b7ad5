package dev.reverb.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplaceableApplicationsTest {

    private static final Application ONE = Application.of("one", "one-key", "one-secret");
    private static final Application TWO = Application.of("two", "two-key", "two-secret");
    private static final Application THREE = Application.of("three", "three-key", "three-secret");

    private final ReplaceableApplications applications = new ReplaceableApplications(List.of(ONE, TWO));

    private Optional<Application> byId(String id) {
        return applications.findById(id).toCompletableFuture().join();
    }

    private Optional<Application> byKey(String key) {
        return applications.findByKey(key).toCompletableFuture().join();
    }

    @Test
    void findsWhatItWasGiven() {
        assertThat(byId("one")).contains(ONE);
        assertThat(byKey("two-key")).contains(TWO);
        assertThat(byId("three")).isEmpty();
        assertThat(byKey("one")).isEmpty();
        assertThat(applications.all()).containsExactly(ONE, TWO);
        assertThat(applications.isFixed()).isFalse();
        assertThat(ApplicationProvider.of(ONE).isFixed()).isTrue();
    }

    @Test
    void tellsWhatIsDifferent() {
        Application changed = Application.of("two", "two-key", "other-secret");
        ApplicationChanges changes = applications.replaceAll(List.of(THREE, changed));
        assertThat(changes).isEqualTo(new ApplicationChanges(List.of("three"), List.of("two"), List.of("one")));
        assertThat(changes.isEmpty()).isFalse();
        assertThat(byId("one")).isEmpty();
        assertThat(byKey("one-key")).isEmpty();
        assertThat(byId("two")).contains(changed);
        assertThat(byKey("three-key")).contains(THREE);
    }

    @Test
    void theSameSettingsAreNoChange() {
        Application again = Application.of("one", "one-key", "one-secret");
        assertThat(applications.replaceAll(List.of(TWO, again)).isEmpty()).isTrue();
    }

    @Test
    void aKeyCanGoToAnother() {
        Application heir = Application.of("three", "one-key", "three-secret");
        applications.replaceAll(List.of(heir));
        assertThat(byKey("one-key")).contains(heir);
    }

    @Test
    void thereMayBeNone() {
        assertThat(applications.replaceAll(List.of()).removed()).containsExactly("one", "two");
        assertThat(byId("one")).isEmpty();
    }

    @Test
    void aListThatIsWrongChangesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> applications.replaceAll(List.of(THREE, Application.of("four", "three-key", "s"))))
                .withMessage("Two applications have the key \"three-key\".");
        assertThat(applications.all()).containsExactly(ONE, TWO);
        assertThat(byId("three")).isEmpty();
    }

    @Test
    void showsNoSecret() {
        assertThat(applications.toString()).contains("one-key").doesNotContain("secret");
    }
}

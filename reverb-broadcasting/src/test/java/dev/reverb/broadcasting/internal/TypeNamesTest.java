package dev.reverb.broadcasting.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.events.orders.Shipped;
import org.junit.jupiter.api.Test;

class TypeNamesTest {

    static final class Nested {}

    @Test
    void makesSubPackagesSegmentsWithACapital() {
        assertThat(TypeNames.of("dev.reverb.broadcasting.events", "App\\Events").nameOf(Shipped.class))
                .isEqualTo("App\\Events\\Orders\\Shipped");
        assertThat(TypeNames.of("dev.reverb", "App").nameOf(Shipped.class))
                .isEqualTo("App\\Broadcasting\\Events\\Orders\\Shipped");
        assertThat(TypeNames.of("dev.reverb.broadcasting.events.orders", "App\\Events")
                        .nameOf(Shipped.class))
                .isEqualTo("App\\Events\\Shipped");
    }

    @Test
    void namesATypeOfAnotherPackageByItsOwnName() {
        assertThat(TypeNames.of("com.acme", "App\\Events").nameOf(Shipped.class))
                .isEqualTo("App\\Events\\Shipped");
        assertThat(TypeNames.of("dev.reverb.broadcast", "App\\Events").nameOf(Shipped.class))
                .isEqualTo("App\\Events\\Shipped");
        assertThat(TypeNames.of(null, "App\\Events").nameOf(Shipped.class)).isEqualTo("App\\Events\\Shipped");
        assertThat(TypeNames.of(null, "").nameOf(Shipped.class)).isEqualTo("Shipped");
    }

    @Test
    void leavesOutTheTypesThatATypeLiesIn() {
        assertThat(TypeNames.of(null, "App\\Events").nameOf(Nested.class)).isEqualTo("App\\Events\\Nested");
    }

    @Test
    void knowsNoNameOfAnonymousTypes() {
        Runnable lambda = () -> {};
        Object anonymous = new Object() {};
        TypeNames names = TypeNames.of(null, "App\\Events");
        assertThatThrownBy(() -> names.nameOf(anonymous.getClass())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> names.nameOf(lambda.getClass())).isInstanceOf(IllegalArgumentException.class);
    }
}

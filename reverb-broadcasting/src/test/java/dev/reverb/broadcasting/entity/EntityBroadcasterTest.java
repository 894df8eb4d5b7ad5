package dev.reverb.broadcasting.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.SocketIdScope;
import dev.reverb.broadcasting.testing.BroadcastFake;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntityBroadcasterTest {

    private final BroadcastFake fake = BroadcastFake.create();
    private final EntityBroadcaster entities = EntityBroadcaster.of(fake.broadcaster());

    record Product(Long id, String name) {}

    record Stock(long id) implements BroadcastsEvents {

        @Override
        public boolean broadcastToOthers(EntityOperation operation) {
            return operation == EntityOperation.UPDATED;
        }

        @Override
        public String broadcastQueue() {
            return "stock";
        }

        @Override
        public List<String> broadcastConnections() {
            return List.of("warehouse");
        }
    }

    @Test
    void eachOperationHasItsName() {
        Product product = new Product(7L, "Tea");

        entities.created(product);
        entities.updated(product);
        entities.deleted(product);
        entities.trashed(product);
        entities.restored(product);

        String rest = " on private-App.Models.Product.7: {\"model\":{\"id\":7,\"name\":\"Tea\"}}";
        assertThat(Told.by(fake))
                .containsExactly(
                        "ProductCreated" + rest,
                        "ProductUpdated" + rest,
                        "ProductDeleted" + rest,
                        "ProductTrashed" + rest,
                        "ProductRestored" + rest);
    }

    @Test
    @SuppressWarnings("try") // a scope is for its time
    void anEntityMayLeaveOutWhoChangedIt() {
        try (SocketIdScope request = SocketIdScope.open("1.1")) {
            entities.updated(new Stock(7));
            entities.deleted(new Stock(7));
        }

        assertThat(fake.broadcasts())
                .extracting(broadcast -> broadcast.exceptSocketId())
                .containsExactly(Optional.of("1.1"), Optional.empty());
    }

    @Test
    void anEntityMayChooseItsQueueAndConnections() {
        entities.updated(new Stock(7));

        assertThat(fake.broadcasts().get(0).queue()).contains("stock");
        assertThat(fake.broadcasts().get(0).connections()).containsExactly("warehouse");
    }

    @Test
    void anEventMayBeSentOtherwise() {
        EntityEvent event = entities.event(new Product(7L, "Tea"), EntityOperation.UPDATED);
        fake.broadcaster().event(event).via("pusher").sendNow();

        assertThat(event.entity()).isEqualTo(new Product(7L, "Tea"));
        assertThat(event.operation()).isEqualTo(EntityOperation.UPDATED);
        assertThat(fake.broadcasts().get(0).connections()).containsExactly("pusher");
        assertThat(fake.broadcasts().get(0).queue()).isEmpty();
    }

    @Test
    void refusesAnEntityThatHasNoIdYet() {
        assertThatThrownBy(() -> entities.created(new Product(null, "Tea")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no id yet");
        assertThat(fake.broadcasts()).isEmpty();
    }

    @Test
    void theLatestInstalledIsToldAndTheOneBeforeItAgain() {
        EntityBroadcaster second = EntityBroadcaster.of(fake.broadcaster());
        EntityBroadcaster.Installation first = entities.install();
        EntityBroadcaster.Installation latest = second.install();
        assertThat(EntityBroadcaster.installed()).isSameAs(second);

        latest.close();
        latest.close();
        assertThat(EntityBroadcaster.installed()).isSameAs(entities);

        first.close();
        assertThatThrownBy(EntityBroadcaster::installed).isInstanceOf(IllegalStateException.class);
    }
}

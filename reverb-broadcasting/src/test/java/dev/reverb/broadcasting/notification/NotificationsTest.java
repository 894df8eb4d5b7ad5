package dev.reverb.broadcasting.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.Broadcast;
import dev.reverb.broadcasting.BroadcastException;
import dev.reverb.broadcasting.Channel;
import dev.reverb.broadcasting.PresenceChannel;
import dev.reverb.broadcasting.TransactionScope;
import dev.reverb.broadcasting.entity.ModelNames;
import dev.reverb.broadcasting.testing.BroadcastFake;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class NotificationsTest {

    private final BroadcastFake fake =
            BroadcastFake.create(settings -> settings.afterCommit(TransactionScope.binding()));
    private final Notifications notifications = Notifications.of(fake.broadcaster());

    record User(long id) {}

    record InvoicePaid(int invoice) implements BroadcastNotification {}

    record Ping() implements BroadcastNotification {}

    /** Says everything. */
    record Custom(Object data, boolean sent) implements BroadcastNotification {

        @Override
        public Object toBroadcast(Object notifiable) {
            return data;
        }

        @Override
        public String broadcastType() {
            return "custom";
        }

        @Override
        public List<Channel> broadcastOn() {
            return List.of(new PresenceChannel("room.1"));
        }

        @Override
        public String broadcastAs() {
            return "custom.event";
        }

        @Override
        public boolean shouldSend(Object notifiable) {
            return sent;
        }

        @Override
        public String broadcastQueue() {
            return "mail";
        }

        @Override
        public List<String> broadcastConnections() {
            return List.of("pusher");
        }
    }

    private Broadcast only() {
        assertThat(fake.broadcasts()).hasSize(1);
        return fake.broadcasts().get(0);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void hasTheShapeThatEchoListensFor() {
        UUID id = notifications.send(new User(1), new InvoicePaid(7)).orElseThrow();

        assertThat(only().channels()).extracting(Channel::name).containsExactly("private-App.Models.User.1");
        assertThat(only().event()).isEqualTo("Illuminate\\Notifications\\Events\\BroadcastNotificationCreated");
        assertThat(only().data())
                .isEqualTo("{\"invoice\":7,\"id\":\"" + id + "\",\"type\":\"App\\\\Notifications\\\\InvoicePaid\"}");
        assertThat(only().queue()).contains("default");
    }

    @Test
    void needNotHaveData() {
        UUID id = notifications.send(new User(1), new Ping()).orElseThrow();

        assertThat(json(only().data()))
                .isEqualTo(json("{\"id\":\"" + id + "\",\"type\":\"App\\\\Notifications\\\\Ping\"}"));
    }

    @Test
    void eachWhoIsNotifiedGetsOneOfTheirOwn() {
        notifications.sendAll(List.of(new User(1), new User(2)), new InvoicePaid(7));

        assertThat(fake.broadcasts())
                .extracting(broadcast -> broadcast.channels().get(0).name())
                .containsExactly("private-App.Models.User.1", "private-App.Models.User.2");
        assertThat(fake.broadcasts())
                .extracting(broadcast -> json(broadcast.data()).get("id").asString())
                .doesNotHaveDuplicates();
    }

    @Test
    void aNotifiableChoosesItsChannel() {
        Notifiable team = notification -> "teams.7." + notification.getClass().getSimpleName();
        notifications.send(team, new Ping());

        assertThat(only().channels()).extracting(Channel::name).containsExactly("private-teams.7.Ping");
    }

    @Test
    void aNotificationHasTheLastWord() {
        notifications.send(new User(1), new Custom(Map.of("text", "hi", "id", 3, "type", "mine"), true));

        JsonNode data = json(only().data());
        assertThat(data.get("text").asString()).isEqualTo("hi");
        assertThat(data.get("type").asString()).isEqualTo("custom");
        assertThat(UUID.fromString(data.get("id").asString()).version()).isEqualTo(4);
        assertThat(only().channels()).extracting(Channel::name).containsExactly("presence-room.1");
        assertThat(only().event()).isEqualTo("custom.event");
        assertThat(only().queue()).contains("mail");
        assertThat(only().connections()).containsExactly("pusher");
    }

    @Test
    void isNotSentWhereItShouldNotBe() {
        assertThat(notifications.send(new User(1), new Custom(Map.of(), false))).isEmpty();
        assertThat(fake.broadcasts()).isEmpty();
    }

    @Test
    void namesMayBeTheApplicationsOwn() {
        Notifications own = Notifications.builder(fake.broadcaster())
                .notifications("dev.reverb.broadcasting", "Shop")
                .notifiables(ModelNames.builder()
                        .models("dev.reverb.broadcasting.notification", "Shop\\People")
                        .build())
                .build();
        own.send(new User(1), new InvoicePaid(7));

        assertThat(only().channels()).extracting(Channel::name).containsExactly("private-Shop.People.User.1");
        assertThat(json(only().data()).get("type").asString()).isEqualTo("Shop\\Notification\\InvoicePaid");
    }

    @Test
    void doesNotChangeATreeOfTheApplications() {
        ObjectNode tree = JsonMapper.shared().createObjectNode().put("text", "hi");
        notifications.send(new User(1), new Custom(tree, true));

        assertThat(tree.properties()).hasSize(1);
    }

    @Test
    void waitsForTheTransaction() {
        try (TransactionScope scope = TransactionScope.open()) {
            notifications.send(new User(1), new Ping());
            assertThat(fake.broadcasts()).isEmpty();
            scope.committed();
            assertThat(fake.broadcasts()).hasSize(1);
        }
    }

    @Test
    void refusesDataThatIsNoObject() {
        assertThatThrownBy(() -> notifications.send(new User(1), new Custom(List.of(1), true)))
                .isInstanceOfAny(IllegalArgumentException.class, BroadcastException.class)
                .hasMessageContaining("JSON object");
        assertThat(fake.broadcasts()).isEmpty();
    }

    @Test
    void anEventMayBeSentOtherwise() {
        BroadcastNotificationCreated event = notifications.event(new User(1), new Ping());
        fake.broadcaster().sendNow(event);

        assertThat(event.notifiable()).isEqualTo(new User(1));
        assertThat(event.notification()).isEqualTo(new Ping());
        assertThat(json(only().data()).get("id").asString())
                .isEqualTo(event.id().toString());
        assertThat(only().queue()).isEmpty();
    }
}

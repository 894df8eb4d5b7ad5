package dev.reverb.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.application.Application;
import dev.reverb.application.ApplicationProvider;
import dev.reverb.channel.Member;
import dev.reverb.event.ChannelVacated;
import dev.reverb.event.EventPublished;
import dev.reverb.event.MemberAdded;
import dev.reverb.event.MemberRemoved;
import dev.reverb.event.ServerListener;
import dev.reverb.tck.PusherClient;
import dev.reverb.tck.transport.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends because its application was removed is told to listeners of a cluster as to those of a single server. */
class RemovedApplicationTest {

    private static final Application APPLICATION = Application.of("app-id", "app-key", "app-secret");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration GRACE = APPLICATION.webhookGraceTime();

    private final List<String> told = new CopyOnWriteArrayList<>();
    private CompletionStage<Optional<Application>> stored = found(Optional.of(APPLICATION));

    private final ApplicationProvider provider = new ApplicationProvider() {
        @Override
        public CompletionStage<Optional<Application>> findByKey(String key) {
            return stored;
        }

        @Override
        public CompletionStage<Optional<Application>> findById(String id) {
            return stored;
        }
    };

    private final ServerListener listener = new ServerListener() {
        @Override
        public void onMemberAdded(MemberAdded event) {
            told.add("added " + event.userId());
        }

        @Override
        public void onMemberRemoved(MemberRemoved event) {
            told.add("removed " + event.userId());
        }

        @Override
        public void onChannelVacated(ChannelVacated event) {
            told.add("vacated " + event.channel());
        }

        @Override
        public void onEventPublished(EventPublished event) {
            told.add("marker " + event.data());
        }
    };

    private final Servers servers = new Servers(
            2,
            APPLICATION,
            true,
            settings -> settings.applicationProvider(provider)
                    .applicationCheckInterval(INTERVAL)
                    .listener(listener));

    private static CompletionStage<Optional<Application>> found(Optional<Application> application) {
        return CompletableFuture.completedFuture(application);
    }

    @BeforeEach
    void removeTheApplicationOfSomebody() {
        PusherClient ada = servers.connect(0).subscribe("presence-room", new Member("ada", Optional.empty()));
        servers.settle();
        Await.until("she was told", () -> told.contains("added ada"));
        told.clear();
        stored = found(Optional.empty());
        servers.advance(INTERVAL);
        ada.socket().skip();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    /** What was told until now, at the end of which each server tells a marker. */
    private List<String> told() {
        stored = found(Optional.of(APPLICATION));
        for (int i = 0; i < 2; i++) {
            servers.settled(servers.server(i).server().publish("app-id", "marker", "E", "" + i));
            String marker = "marker " + i;
            Await.until("the listener of server " + i, () -> told.contains(marker));
        }
        return told.stream().filter(line -> !line.startsWith("marker")).toList();
    }

    @Test
    void itsEndIsToldOnceTheGraceTimeIsOver() {
        servers.advance(GRACE.multipliedBy(2));

        assertThat(told()).containsExactly("removed ada", "vacated presence-room");
    }

    @Test
    void aQuestionForTheApplicationThatFailsTellsNothingTwice() {
        stored = CompletableFuture.failedFuture(new IllegalStateException("the database is away"));
        servers.advance(GRACE.multipliedBy(2));
        stored = found(Optional.empty());
        servers.advance(GRACE.multipliedBy(10));

        assertThat(told()).containsExactly("removed ada", "vacated presence-room");
    }
}

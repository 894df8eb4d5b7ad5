package dev.reverb.broadcasting.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reverb.broadcasting.TransactionScope;
import dev.reverb.broadcasting.testing.BroadcastFake;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The listener as Hibernate calls it, with a database that commits and rolls back. */
class BroadcastEntityListenerIT {

    private static EntityManagerFactory database;

    private final BroadcastFake fake =
            BroadcastFake.create(settings -> settings.afterCommit(TransactionScope.binding()));
    private final EntityBroadcaster.Installation installed =
            EntityBroadcaster.of(fake.broadcaster()).install();

    @BeforeAll
    static void open() {
        database = new Configuration()
                .addAnnotatedClass(Post.class)
                .addAnnotatedClass(Review.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:posts")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .buildSessionFactory();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void uninstall() {
        installed.close();
    }

    @Test
    void tellsNothingBeforeTheCommit() {
        try (TransactionScope scope = TransactionScope.open();
                EntityManager entities = database.createEntityManager()) {
            entities.getTransaction().begin();
            Post post = new Post("First");
            entities.persist(post);
            entities.flush();
            assertThat(Told.by(fake)).isEmpty();

            entities.getTransaction().commit();
            scope.committed();

            assertThat(Told.by(fake)).containsExactly(told("PostCreated", post.getId(), "First"));
        }
    }

    @Test
    @SuppressWarnings("try") // the scope is closed without a commit
    void tellsNothingOfWhatIsRolledBack() {
        Post post = store(new Post("First"));

        try (TransactionScope scope = TransactionScope.open();
                EntityManager entities = database.createEntityManager()) {
            entities.getTransaction().begin();
            entities.find(Post.class, post.getId()).setTitle("Second");
            entities.persist(new Post("Third"));
            entities.flush();
            entities.getTransaction().rollback();
        }

        assertThat(Told.by(fake)).containsExactly(told("PostCreated", post.getId(), "First"));
        String title = inTransaction(
                entities -> entities.find(Post.class, post.getId()).getTitle());
        assertThat(title).isEqualTo("First");
    }

    @Test
    void tellsOfUpdatesAndRemovals() {
        long id = store(new Post("First")).getId();

        change(id, post -> post.setTitle("Second"));
        change(id, post -> {});
        inTransaction(entities -> {
            entities.remove(entities.find(Post.class, id));
            return null;
        });

        assertThat(Told.by(fake))
                .containsExactly(
                        told("PostCreated", id, "First"),
                        told("PostUpdated", id, "Second"),
                        told("PostDeleted", id, "Second"));
    }

    @Test
    void tellsOfTrashingAndRestoringAsLaravelDoes() {
        long id = store(new Post("First")).getId();

        change(id, post -> post.setRemoved(true));
        change(id, post -> post.setTitle("Second"));
        change(id, post -> post.setRemoved(false));
        change(id, post -> post.setTitle("Third"));

        assertThat(Told.by(fake))
                .containsExactly(
                        told("PostCreated", id, "First"),
                        told("PostTrashed", id, "First"),
                        told("PostDeleted", id, "First"),
                        told("PostUpdated", id, "Second"),
                        told("PostUpdated", id, "Second"),
                        told("PostRestored", id, "Second"),
                        told("PostUpdated", id, "Third"));
    }

    @Test
    void seesWhatIsTrashedAndRestoredInOneTransaction() {
        Post post = new Post("First");
        inTransaction(entities -> {
            entities.persist(post);
            entities.flush();
            post.setRemoved(true);
            entities.flush();
            post.setRemoved(false);
            return null;
        });

        long id = post.getId();
        assertThat(Told.by(fake))
                .containsExactly(
                        told("PostCreated", id, "First"),
                        told("PostTrashed", id, "First"),
                        told("PostDeleted", id, "First"),
                        told("PostUpdated", id, "First"),
                        told("PostRestored", id, "First"));
    }

    @Test
    void anEntityHasTheLastWord() {
        long post = store(new Post("First")).getId();
        inTransaction(entities -> {
            // The post is a proxy that was not loaded, and keeps its name.
            entities.persist(new Review("r7", 5, entities.getReference(Post.class, post)));
            return null;
        });
        inTransaction(entities -> {
            Review review = entities.find(Review.class, "r7");
            review.setStars(4);
            return null;
        });
        inTransaction(entities -> {
            entities.remove(entities.find(Review.class, "r7"));
            return null;
        });

        String channels = " on private-reviews.r7 private-App.Models.Post." + post + " reviews: ";
        assertThat(Told.by(fake))
                .containsExactly(
                        told("PostCreated", post, "First"),
                        "review.posted" + channels + "{\"stars\":5}",
                        "ReviewUpdated" + channels + "{\"stars\":4}");
    }

    @Test
    void saysWhatIsMissingWhereNoBroadcasterIsInstalled() {
        installed.close();

        assertThatThrownBy(() -> store(new Post("First")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("install()");
    }

    @Test
    void aSubclassMayHaveABroadcasterOfItsOwn() {
        installed.close();
        BroadcastEntityListener own = new BroadcastEntityListener(EntityBroadcaster.of(fake.broadcaster())) {};

        own.created(new Plain(7));

        assertThat(Told.by(fake)).containsExactly("PlainCreated on private-App.Models.Plain.7: {\"model\":{\"id\":7}}");
    }

    record Plain(long id) {}

    private static String told(String event, long id, String title) {
        return event + " on private-App.Models.Post." + id + ": {\"model\":{\"id\":" + id + ",\"title\":\"" + title
                + "\"}}";
    }

    private static Post store(Post post) {
        return inTransaction(entities -> {
            entities.persist(post);
            return post;
        });
    }

    private static void change(long id, Consumer<Post> change) {
        inTransaction(entities -> {
            change.accept(entities.find(Post.class, id));
            return null;
        });
    }

    private static <T> T inTransaction(Function<EntityManager, T> work) {
        // [transaction]
        try (TransactionScope scope = TransactionScope.open();
                EntityManager entities = database.createEntityManager()) {
            entities.getTransaction().begin();
            T result = work.apply(entities);
            entities.getTransaction().commit();
            scope.committed();
            return result;
        }
        // [transaction]
    }
}

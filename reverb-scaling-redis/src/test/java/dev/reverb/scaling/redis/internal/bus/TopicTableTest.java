package dev.reverb.scaling.redis.internal.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicTableTest {

    private final TopicTable table = new TopicTable();

    @Test
    void joinsAWantedTopicOnce() {
        assertThat(table.want("t")).isFalse();
        assertThat(table.nextBatch()).isEqualTo(new TopicTable.Batch(List.of("t"), List.of()));
        assertThat(table.nextBatch().isEmpty()).isTrue();
        assertThat(table.subscribed("t")).isTrue();
        assertThat(table.want("t")).isTrue();
        assertThat(table.isDue()).isFalse();
    }

    @Test
    void sendsNothingForATopicThatIsForgottenBeforeTheTick() {
        table.want("t");
        table.forget("t");

        assertThat(table.nextBatch().isEmpty()).isTrue();
        assertThat(table.size()).isZero();
    }

    @Test
    void sendsNothingMoreForOneThatFlapsWhileItsCommandIsUnderWay() {
        table.want("t");
        table.nextBatch();
        table.forget("t");
        table.want("t");

        assertThat(table.subscribed("t")).isTrue();
        assertThat(table.nextBatch().isEmpty()).isTrue();
    }

    @Test
    void leavesOneThatWasForgottenWhileItsCommandWasUnderWay() {
        table.want("t");
        table.nextBatch();
        table.forget("t");

        assertThat(table.nextBatch().isEmpty()).as("one command at a time").isTrue();
        assertThat(table.subscribed("t")).isFalse();
        assertThat(table.nextBatch()).isEqualTo(new TopicTable.Batch(List.of(), List.of("t")));
        assertThat(table.unsubscribed("t")).isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void joinsAgainWhatIsWantedWhileItIsBeingLeft() {
        join("t");
        table.forget("t");
        table.nextBatch();

        assertThat(table.want("t")).as("Redis is about to leave it").isFalse();
        assertThat(table.unsubscribed("t")).isTrue();
        assertThat(table.nextBatch()).isEqualTo(new TopicTable.Batch(List.of("t"), List.of()));
    }

    @Test
    void joinsAgainWhatRedisHasDropped() {
        join("t");

        assertThat(table.unsubscribed("t")).isTrue();
        assertThat(table.nextBatch()).isEqualTo(new TopicTable.Batch(List.of("t"), List.of()));
    }

    @Test
    void joinsAllThatIsWantedAgainAfterADisconnect() {
        join("kept");
        join("left");
        table.want("under way");
        table.nextBatch();
        table.forget("left");

        table.disconnected();

        assertThat(table.nextBatch().subscribe()).containsExactlyInAnyOrder("kept", "under way");
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void takesABatchOfTheLargestSizeAndTheRestWithTheNext() {
        for (int i = 0; i <= TopicTable.MAX_BATCH; i++) {
            table.want("t" + i);
        }
        List<String> first = table.nextBatch().subscribe();
        assertThat(first).hasSize(TopicTable.MAX_BATCH);
        assertThat(table.nextBatch().isEmpty())
                .as("the first has not been answered")
                .isTrue();

        first.forEach(table::subscribed);

        assertThat(table.nextBatch().subscribe()).hasSize(1);
    }

    @Test
    void isWholeWhenAllIsConfirmedThatWasWantedAtFirst() {
        table.want("a");
        table.want("b");
        table.connected();
        table.nextBatch();
        table.want("c");
        table.subscribed("a");
        assertThat(table.isWhole()).isFalse();

        table.subscribed("b");

        assertThat(table.isWhole()).isTrue();
    }

    @Test
    void isWholeWithoutWhatIsNotWantedAnyMore() {
        join("a");
        table.want("b");
        table.disconnected();
        table.connected();
        table.nextBatch();
        table.subscribed("a");
        assertThat(table.isWhole()).isFalse();

        table.forget("b");

        assertThat(table.isWhole()).isTrue();
    }

    @Test
    void ignoresAnswersForTopicsThatItDoesNotKnow() {
        assertThat(table.subscribed("unknown")).isFalse();
        assertThat(table.unsubscribed("unknown")).isFalse();
        assertThat(table.size()).isZero();
    }

    @Test
    void endsWithWhatIsWantedWhateverHappensOnTheWay() {
        Random random = new Random(20261121);
        Set<String> wanted = new HashSet<>();
        Set<String> redis = new HashSet<>();
        Deque<Runnable> answers = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            String topic = "t" + random.nextInt(6);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    wanted.add(topic);
                    table.want(topic);
                }
                case 2, 3 -> {
                    wanted.remove(topic);
                    table.forget(topic);
                }
                case 4 -> send(redis, answers);
                case 5, 6 -> answer(answers);
                default -> {
                    if (random.nextInt(20) == 0) {
                        redis.clear();
                        answers.clear();
                        table.disconnected();
                    }
                }
            }
        }
        for (int i = 0; i < 4; i++) {
            while (!answers.isEmpty()) {
                answer(answers);
            }
            send(redis, answers);
        }
        assertThat(redis).isEqualTo(wanted);
        assertThat(table.size()).isEqualTo(wanted.size());
    }

    private void send(Set<String> redis, Deque<Runnable> answers) {
        TopicTable.Batch batch = table.nextBatch();
        for (String topic : batch.subscribe()) {
            assertThat(redis.add(topic)).as("not subscribed twice").isTrue();
            answers.add(() -> table.subscribed(topic));
        }
        for (String topic : batch.unsubscribe()) {
            assertThat(redis.remove(topic)).as("was subscribed").isTrue();
            answers.add(() -> table.unsubscribed(topic));
        }
    }

    private static void answer(Deque<Runnable> answers) {
        Runnable answer = answers.poll();
        if (answer != null) {
            answer.run();
        }
    }

    private void join(String topic) {
        table.want(topic);
        table.nextBatch();
        table.subscribed(topic);
    }
}

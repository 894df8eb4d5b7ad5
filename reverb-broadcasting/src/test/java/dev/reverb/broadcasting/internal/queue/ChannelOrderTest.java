package dev.reverb.broadcasting.internal.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.broadcasting.spi.BroadcastMessage;
import dev.reverb.broadcasting.spi.QueuedBroadcast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelOrderTest {

    private final ChannelOrder order = new ChannelOrder();

    private static Entry entry(String event, String... channels) {
        return new Entry(
                new QueuedBroadcast(
                        "default", "main", new BroadcastMessage(List.of(channels), event, "", Optional.empty())),
                0);
    }

    private static List<String> events(Batch batch) {
        return batch == null
                ? List.of()
                : batch.entries().stream()
                        .map(entry -> entry.broadcast().message().event())
                        .toList();
    }

    @Test
    void keepsAChannelBackUntilItsBatchIsThrough() {
        order.add(entry("1", "a"));
        Batch first = order.take(1);
        order.add(entry("2", "a"));
        order.add(entry("3", "b"));

        assertThat(events(order.take(1))).containsExactly("3");
        assertThat(order.take(1)).isNull();
        order.release(first);
        assertThat(events(order.take(1))).containsExactly("2");
    }

    @Test
    void putsWhatFollowsOnTheSameChannelIntoTheSameBatch() {
        order.add(entry("1", "a"));
        order.add(entry("2", "b"));
        order.add(entry("3", "a"));
        order.add(entry("4", "a"));

        assertThat(events(order.take(3))).containsExactly("1", "3", "4");
        assertThat(events(order.take(3))).containsExactly("2");
    }

    @Test
    void fillsABatchWithOtherChannels() {
        order.add(entry("1", "a"));
        order.add(entry("2", "b"));
        order.add(entry("3", "c"));

        assertThat(events(order.take(2))).containsExactly("1", "2");
        assertThat(events(order.take(2))).containsExactly("3");
    }

    @Test
    void sendsAMessageOfSeveralChannelsAloneAndInTheOrderOfEach() {
        order.add(entry("1", "a"));
        order.add(entry("2", "a", "b"));
        order.add(entry("3", "b"));
        order.add(entry("4", "c"));

        Batch first = order.take(10);
        assertThat(events(first)).containsExactly("1", "4");
        assertThat(order.take(10)).isNull();
        order.release(first);
        Batch second = order.take(10);
        assertThat(events(second)).containsExactly("2");
        order.release(second);
        assertThat(events(order.take(10))).containsExactly("3");
    }

    @Test
    void holdsABatchToABoundOfBytes() {
        String half = "x".repeat((int) (ChannelOrder.MAX_BATCH_BYTES / 2) - 1);
        order.add(entry(half, "a"));
        order.add(entry(half, "a"));
        order.add(entry("", "a"));
        assertThat(order.take(10).count()).isEqualTo(2);

        order.add(entry("x".repeat((int) ChannelOrder.MAX_BATCH_BYTES + 1), "b"));
        assertThat(order.take(10).count()).isEqualTo(1);
    }

    @Test
    void splitsABatchByItsChannels() {
        order.add(entry("1", "a"));
        order.add(entry("2", "a"));
        order.add(entry("3", "b"));
        order.add(entry("4", "c"));
        Batch batch = order.take(10);
        order.add(entry("5", "a"));
        order.add(entry("6", "b", "c"));
        batch.remove(List.of(batch.entries().get(3)));

        List<Batch> parts = order.split(batch);
        assertThat(parts.stream().map(ChannelOrderTest::events)).containsExactly(List.of("1", "2"), List.of("3"));
        assertThat(parts.get(0).current()).hasSize(1);
        assertThat(order.take(10)).isNull();
        order.release(parts.get(1));
        assertThat(events(order.take(10))).containsExactly("6");
        order.release(parts.get(0));
        assertThat(events(order.take(10))).containsExactly("5");
    }

    @Test
    void clearsWhatWaitsOnceEach() {
        order.add(entry("1", "a"));
        Batch taken = order.take(1);
        order.add(entry("2", "a", "b"));
        order.add(entry("3", "b"));

        assertThat(order.clear()).hasSize(2);
        assertThat(order.take(1)).isNull();
        assertThat(taken.count()).isEqualTo(1);
    }

    /** Whatever is taken, and released in whichever order: each channel has all its messages in their order, and none is left. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsTheOrderOfEveryChannel(long seed) {
        Random random = new Random(seed);
        Map<String, List<String>> sent = new HashMap<>();
        Map<String, List<String>> came = new HashMap<>();
        List<Batch> taken = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            String event = Integer.toString(i);
            String[] channels = random.ints(1 + random.nextInt(3), 0, 8)
                    .distinct()
                    .mapToObj(Integer::toString)
                    .toArray(String[]::new);
            order.add(entry(event, channels));
            for (String channel : channels) {
                sent.computeIfAbsent(channel, name -> new ArrayList<>()).add(event);
            }
            while (random.nextInt(3) > 0) {
                step(random, taken, came);
            }
        }
        IntStream.range(0, 10_000).forEach(i -> step(random, taken, came));

        assertThat(came).isEqualTo(sent);
        assertThat(order.clear()).isEmpty();
    }

    private void step(Random random, List<Batch> taken, Map<String, List<String>> came) {
        Batch batch = random.nextBoolean() ? order.take(1 + random.nextInt(5)) : null;
        if (batch != null) {
            assertThat(taken)
                    .allSatisfy(other -> assertThat(other.channels()).doesNotContainAnyElementsOf(batch.channels()));
            taken.add(batch);
            for (Entry entry : batch.entries()) {
                entry.channels()
                        .forEach(channel -> came.computeIfAbsent(channel, name -> new ArrayList<>())
                                .add(entry.broadcast().message().event()));
            }
        } else if (!taken.isEmpty()) {
            order.release(taken.remove(random.nextInt(taken.size())));
        }
    }
}

package dev.reverb.scaling.redis.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reverb.tck.FakeClock;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WriteOrderTest {

    private static final int MAX = WriteOrder.MAX_UNDER_WAY;

    private final Deque<Runnable> writer = new ArrayDeque<>();
    private final List<Integer> written = new ArrayList<>();
    private final List<CompletableFuture<Integer>> answers = new ArrayList<>();
    private boolean shutdown;
    private final FakeClock clock = new FakeClock();
    private final WriteOrder order = new WriteOrder(this::execute, clock);

    private void execute(Runnable task) {
        if (shutdown) {
            throw new RejectedExecutionException("shut down");
        }
        writer.add(task);
    }

    private CompletionStage<Integer> write(int number) {
        return write(WriteOrder.NO_SLOT, number);
    }

    private CompletionStage<Integer> write(int slot, int number) {
        return order.write(slot, () -> {
            written.add(number);
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        });
    }

    private void run() {
        for (Runnable task = writer.poll(); task != null; task = writer.poll()) {
            task.run();
        }
    }

    private static List<Integer> numbersTo(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    @Test
    void writesSoManyAndTheNextOnesWithTheAnswersInOrder() {
        List<CompletionStage<Integer>> stages =
                numbersTo(MAX + 3).stream().map(this::write).toList();
        run();
        assertThat(written).isEqualTo(numbersTo(MAX));

        answers.get(7).complete(7);
        run();
        assertThat(written).isEqualTo(numbersTo(MAX + 1));
        answers.get(0).completeExceptionally(new IllegalStateException("broken"));
        answers.get(1).complete(1);
        run();

        assertThat(written).isEqualTo(numbersTo(MAX + 3));
        assertThat(stages.get(7)).isCompletedWithValue(7);
        assertThat(stages.get(0)).isCompletedExceptionally();
    }

    @Test
    void oneThatIsGivenLaterDoesNotOvertakeThoseThatWait() {
        numbersTo(MAX + 1).forEach(this::write);
        run();
        answers.get(0).complete(0);

        write(MAX + 1);
        run();
        assertThat(written).isEqualTo(numbersTo(MAX + 1));
        answers.get(1).complete(1);
        run();

        assertThat(written).isEqualTo(numbersTo(MAX + 2));
    }

    @Test
    void aCommandThatCannotBeWrittenFailsAndMakesRoom() {
        CompletionStage<Integer> refused = order.write(WriteOrder.NO_SLOT, () -> {
            throw new IllegalStateException("closed");
        });
        numbersTo(MAX).forEach(this::write);
        run();

        assertThat(refused).isCompletedExceptionally();
        assertThat(written).hasSize(MAX);
    }

    @Test
    void nobodyWaitsForAThreadThatHasEnded() {
        List<CompletionStage<Integer>> stages =
                numbersTo(MAX + 2).stream().map(this::write).toList();
        run();
        shutdown = true;

        answers.get(0).completeExceptionally(new IllegalStateException("closed"));

        assertThat(stages.get(MAX)).isCompletedExceptionally();
        assertThat(stages.get(MAX + 1)).isCompletedExceptionally();
        assertThat(write(MAX + 2)).isCompletedExceptionally();
    }

    // Slots on their way

    private static RedisCommandExecutionException tryAgain() {
        return new RedisCommandExecutionException("TRYAGAIN Multiple keys request during rehashing of slot");
    }

    /** The last that was written is refused. */
    private void refuse() {
        answers.get(answers.size() - 1).completeExceptionally(tryAgain());
        run();
    }

    private void retry() {
        clock.advance(MovingSlots.RETRY_AFTER);
        run();
    }

    @Test
    void whatASlotOnItsWayRefusesIsWrittenAgainInOrder() {
        CompletionStage<Integer> first = write(7, 1);
        write(7, 2);
        run();
        answers.get(1).completeExceptionally(tryAgain());
        answers.get(0).completeExceptionally(tryAgain());
        run();
        write(7, 3);
        CompletionStage<Integer> elsewhere = write(8, 4);
        run();
        assertThat(written).containsExactly(1, 2, 4);
        answers.get(2).complete(4);
        run();
        assertThat(elsewhere).isCompletedWithValue(4);

        retry();
        assertThat(written).as("one tries").containsExactly(1, 2, 4, 1);
        refuse();
        retry();
        answers.get(4).complete(1);
        run();

        assertThat(written).as("and the others follow").containsExactly(1, 2, 4, 1, 1, 2, 3);
        assertThat(first).isCompletedWithValue(1);
    }

    @Test
    void whatWaitsForRoomComesBehindWhatWasRefused() {
        write(7, 0);
        for (int i = 1; i < MAX; i++) {
            write(i);
        }
        write(7, MAX);
        run();
        answers.get(0).completeExceptionally(tryAgain());
        run();
        assertThat(written).isEqualTo(numbersTo(MAX));

        retry();
        answers.get(MAX).complete(0);
        run();

        assertThat(written.subList(MAX, written.size())).containsExactly(0, MAX);
    }

    @Test
    void aSlotThatDoesNotArriveIsGivenUp() {
        CompletionStage<Integer> first = write(7, 1);
        run();
        refuse();
        CompletionStage<Integer> second = write(7, 2);
        run();
        for (int i = 0; i < MovingSlots.MAX_RETRIES; i++) {
            assertThat(first.toCompletableFuture()).isNotDone();
            retry();
            refuse();
        }

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(written).hasSize(1 + MovingSlots.MAX_RETRIES).doesNotContain(2);
        write(7, 3);
        run();
        assertThat(written).endsWith(3);
    }

    @Test
    void otherErrorsAreNotTriedAgain() {
        CompletionStage<Integer> refused = write(7, 1);
        run();
        answers.get(0).completeExceptionally(new RedisCommandExecutionException("OOM command not allowed"));
        run();
        clock.advance(MovingSlots.RETRY_AFTER);
        run();

        assertThat(refused).isCompletedExceptionally();
        assertThat(written).hasSize(1);
    }

    @Test
    void nobodyWaitsForASlotWhenTheThreadHasEnded() {
        CompletionStage<Integer> first = write(7, 1);
        run();
        refuse();
        shutdown = true;

        clock.advance(MovingSlots.RETRY_AFTER);

        assertThat(first).isCompletedExceptionally();
    }
}

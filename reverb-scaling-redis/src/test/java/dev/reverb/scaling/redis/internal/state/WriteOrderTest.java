package dev.reverb.scaling.redis.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final WriteOrder order = new WriteOrder(this::execute);

    private void execute(Runnable task) {
        if (shutdown) {
            throw new RejectedExecutionException("shut down");
        }
        writer.add(task);
    }

    private CompletionStage<Integer> write(int number) {
        return order.write(() -> {
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
        CompletionStage<Integer> refused = order.write(() -> {
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
}
